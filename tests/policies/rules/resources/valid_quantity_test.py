"""resources/valid-quantity: what is no quantity, and requests above limits."""

from typing import Any

import pytest

from policies.rules.resources.valid_quantity import RULE

AT = "/spec/containers/0/resources"
LIMIT_RANGE = "{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}"


def pod(resources: str, own: str = "{}") -> str:
    containers = f"[{{name: c, resources: {resources}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, containers: {containers}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod("{requests: {cpu: 1.5, memory: 1e3}, limits: {memory: 12Ei}}"), ["pass Pod/p"], id="readable"),
        pytest.param(
            pod("{requests: {memory: 512MB}}"),
            [f'fail Pod/p/c {AT}/requests/memory: memory request "512MB" is no quantity'],
            id="a unit that Kubernetes does not know",
        ),
        pytest.param(
            pod("{requests: {memory: " + "9" * 500 + "Mi}}"),
            [f'fail Pod/p/c {AT}/requests/memory: memory request "{"9" * 40}..." is no quantity'],
            id="a text without end is cut",
        ),
        pytest.param(
            pod("{requests: {memory: 0x" + "f" * 5000 + "}}"),
            [f"not evaluated Pod/p: {AT}/requests/memory is a number too large, not a quantity"],
            id="a number that Python does not print",
        ),
        pytest.param(
            pod("{limits: {cpu: -1}}"), [f"fail Pod/p/c {AT}/limits/cpu: cpu limit -1 is negative"], id="negative"
        ),
        pytest.param(
            pod("{limits: {cpu: true}}"), [f"fail Pod/p/c {AT}/limits/cpu: cpu limit is no quantity"], id="a bool"
        ),
        pytest.param(
            pod("{limits: {cpu: [1]}}"), [f"fail Pod/p/c {AT}/limits/cpu: cpu limit is no quantity"], id="a list"
        ),
        pytest.param(
            pod("{requests: {cpu: 1500m}, limits: {cpu: 1}}"),
            [f"fail Pod/p/c {AT}/requests/cpu: cpu request 1500m is above its limit 1"],
            id="a request above its limit",
        ),
        pytest.param(pod("{requests: {cpu: 1000m}, limits: {cpu: 1}}"), ["pass Pod/p"], id="equal in other words"),
        pytest.param(
            pod("{requests: {cpu: 2}, limits: {cpu: x}}"),
            [f'fail Pod/p/c {AT}/limits/cpu: cpu limit "x" is no quantity'],
            id="an unreadable limit is one finding",
        ),
        pytest.param(
            pod("{requests: {memory: 512Mi}}") + "\n---\n" + LIMIT_RANGE % "default: {memory: 256Mi}",
            [
                f"fail Pod/p/c {AT}/requests/memory: "
                "memory request 512Mi is above what LimitRange/l gives as limit, 256Mi",
                "pass LimitRange/l",
            ],
            id="a request above a LimitRange's default",
        ),
        pytest.param(
            pod("{requests: {nvidia.com/gpu: 2}, limits: {nvidia.com/gpu: 1}}"),
            ["pass Pod/p"],
            id="GPUs have own rules",
        ),
        pytest.param(
            pod("{requests: {nvidia.com/gpu: one}}"),
            [f'fail Pod/p/c {AT}/requests/nvidia.com~1gpu: nvidia.com/gpu request "one" is no quantity'],
            id="unreadable GPUs are this rule's",
        ),
        pytest.param(
            pod("{}", "{requests: {cpu: 2}, limits: {cpu: 1}}"),
            ["fail Pod/p /spec/resources/requests/cpu: cpu request 2 is above its limit 1"],
            id="the pod's own resources",
        ),
        pytest.param(
            "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: many, requests.cpu: 4}}}",
            ['fail ResourceQuota/q /spec/hard/pods: pods "many" is no quantity'],
            id="a quota",
        ),
        pytest.param(
            LIMIT_RANGE % "max: {cpu: 1 core}",
            ['fail LimitRange/l /spec/limits/0/max/cpu: cpu "1 core" is no quantity'],
            id="a LimitRange",
        ),
        pytest.param(
            pod("{requests: {cpu: x}, limits: {cpu: 1}}"),
            [f'fail Pod/p/c {AT}/requests/cpu: cpu request "x" is no quantity'],
            id="an unreadable request is one finding",
        ),
        pytest.param(
            pod("{requests: {nvidia.com/gpu: 2, memory: 1Gi, cpu: 2}, limits: {nvidia.com/gpu: 1, cpu: 1}}"),
            [f"fail Pod/p/c {AT}/requests/cpu: cpu request 2 is above its limit 1"],
            id="one that is no fault hides no other",
        ),
        pytest.param(
            pod("{requests: {memory: 512Mi}, limits: {memory: 300Mi}}")
            + "\n---\n"
            + LIMIT_RANGE % "default: {memory: 256Mi}",
            [
                f"fail Pod/p/c {AT}/requests/memory: memory request 512Mi is above its limit 300Mi",
                "pass LimitRange/l",
            ],
            id="its own limit counts before a LimitRange's",
        ),
        pytest.param(pod("{limits: {cpu: 0}}"), ["pass Pod/p"], id="0 is not negative"),
        pytest.param(pod("{requests: {cpu: 500m}}"), ["pass Pod/p"], id="part of 1 is not negative"),
        *(
            pytest.param(
                LIMIT_RANGE % f"{key}: {{cpu: x}}",
                [f'fail LimitRange/l /spec/limits/0/{key}/cpu: cpu "x" is no quantity'],
                id=f"{key} of a LimitRange",
            )
            for key in ("default", "defaultRequest", "min")
        ),
        pytest.param(
            "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: [1]}}",
            ["not evaluated ResourceQuota/q: /spec/hard is a list, not a mapping"],
            id="a quota that can't be read",
        ),
    ],
)
def test_valid_quantity(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
