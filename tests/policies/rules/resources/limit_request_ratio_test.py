"""resources/limit-request-ratio: exact ratios, and what has none."""

from typing import Any

import pytest

from policies.rules.resources.limit_request_ratio import RULE

AT = "/spec/containers/0/resources"
LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}
"""


def pod(resources: str, own: str = "{}", role: str = "containers", more: str = "") -> str:
    containers = f"[{{name: c, resources: {resources}{more}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, {role}: {containers}}}}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{requests: {cpu: 1}, limits: {cpu: 9}}"), {}, [], id="no ratio set, not applicable"),
        pytest.param(
            pod("{requests: {cpu: 2}, limits: {cpu: 3}}"), {"cpu": 1.5}, ["pass Pod/p"], id="exactly the ratio"
        ),
        pytest.param(
            pod("{requests: {cpu: 2000m}, limits: {cpu: 3001m}}"),
            {"cpu": 1.5},
            [f"fail Pod/p/c {AT}/limits/cpu: CPU limit 3001m is more than 1.5 times the request 2000m"],
            id="a thousandth above it",
        ),
        pytest.param(
            pod("{requests: {cpu: 100m}, limits: {cpu: 110m}}"),
            {"cpu": 1.1},
            ["pass Pod/p"],
            id="exact, where floats err",
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}, limits: {memory: 3Gi}}"),
            {"memory": 2},
            [f"fail Pod/p/c {AT}/limits/memory: memory limit 3Gi is more than 2 times the request 1Gi"],
            id="memory",
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}, limits: {memory: 3Gi}}"), {"cpu": 2}, ["pass Pod/p"], id="only what is set"
        ),
        pytest.param(
            pod("{requests: {cpu: 0}, limits: {cpu: 1}}"),
            {"cpu": 100},
            [f"fail Pod/p/c {AT}/limits/cpu: CPU limit 1 is more than 100 times the request 0"],
            id="a request of nothing",
        ),
        pytest.param(pod("{limits: {cpu: 9}}"), {"cpu": 1}, ["pass Pod/p"], id="a limit alone is its request"),
        pytest.param(
            pod("{requests: {cpu: x}, limits: {cpu: 9}}"), {"cpu": 1}, ["pass Pod/p"], id="an unreadable request"
        ),
        pytest.param(
            pod("{requests: {cpu: 1}, limits: {cpu: x}}"), {"cpu": 1}, ["pass Pod/p"], id="an unreadable limit"
        ),
        pytest.param(pod("{requests: {cpu: 1}}"), {"cpu": 1}, ["pass Pod/p"], id="no limit"),
        pytest.param(
            pod("{requests: {cpu: 1}}"),
            {"cpu": 1, "missing": "fail"},
            [f"fail Pod/p/c {AT}/limits/cpu: no CPU limit to compare with the request"],
            id="no limit fails if told so",
        ),
        pytest.param(
            pod("{}", "{limits: {cpu: 1}}"), {"cpu": 1, "missing": "fail"}, ["pass Pod/p"], id="the pod has the limit"
        ),
        pytest.param(
            pod("{}", "{requests: {memory: 1Gi}, limits: {memory: 3Gi}}"),
            {"memory": 2},
            ["fail Pod/p /spec/resources/limits/memory: memory limit 3Gi is more than 2 times the request 1Gi"],
            id="the pod's own two",
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}}", "{limits: {memory: 3Gi}}"),
            {"memory": 2},
            ["fail Pod/p /spec/resources/limits/memory: memory limit 3Gi is more than 2 times the request 1Gi"],
            id="the pod's limit and what its containers ask for",
        ),
        pytest.param(
            pod("{requests: {cpu: 1}}") + LIMIT_RANGE % "default: {cpu: 3}",
            {"cpu": 2},
            [f"fail Pod/p/c {AT}/limits/cpu: CPU limit 3 is more than 2 times the request 1"],
            id="the limit of a LimitRange",
        ),
        pytest.param(
            pod("{requests: {cpu: 1}}") + LIMIT_RANGE % "default: {cpu: 3}",
            {"cpu": 2, "limit_range_counts": False},
            ["pass Pod/p"],
            id="a LimitRange that does not count",
        ),
        pytest.param(
            pod("{requests: {cpu: 1}, limits: {cpu: 3}}", role="initContainers"),
            {"cpu": 2},
            [
                "fail Pod/p/c /spec/initContainers/0/resources/limits/cpu: "
                "CPU limit 3 is more than 2 times the request 1"
            ],
            id="an init container",
        ),
        pytest.param(
            pod("{requests: {cpu: 1}, limits: {cpu: 3}}", role="initContainers"),
            {"cpu": 2, "init": False},
            ["pass Pod/p"],
            id="no init containers",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_a_limit_that_is_no_quantity_is_another_rules(said: Any) -> None:
    assert said(RULE, pod("{requests: {cpu: 1}, limits: {cpu: x}}"), {"cpu": 2}) == ["pass Pod/p"]
