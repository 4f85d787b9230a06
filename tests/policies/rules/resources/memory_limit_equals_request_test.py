"""resources/memory-limit-equals-request: equal amounts, missing halves, and where they come from."""

from typing import Any

import pytest

from policies.rules.resources.memory_limit_equals_request import RULE

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
        pytest.param(
            pod("{requests: {memory: 1Gi}, limits: {memory: 1024Mi}}"), {}, ["pass Pod/p"], id="equal in other words"
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}, limits: {memory: 1025Mi}}"),
            {},
            [f"fail Pod/p/c {AT}/requests/memory: memory request 1Gi is not the limit 1025Mi"],
            id="below the limit",
        ),
        pytest.param(pod("{limits: {memory: 1Gi}}"), {}, ["pass Pod/p"], id="a limit alone is copied"),
        pytest.param(
            pod("{limits: {memory: 1Gi}}"),
            {"limit_counts": False},
            [f"fail Pod/p/c {AT}/requests/memory: memory limit 1Gi has no request"],
            id="a limit alone does not count if told so",
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}, limits: {memory: 1Gi}}"),
            {"limit_counts": False},
            ["pass Pod/p"],
            id="both written count always",
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}}"),
            {},
            [f"fail Pod/p/c {AT}/limits/memory: memory request 1Gi has no limit"],
            id="a request alone",
        ),
        pytest.param(
            pod("{requests: {cpu: 1}}"),
            {},
            [f"fail Pod/p/c {AT}/limits/memory: neither memory request nor memory limit"],
            id="neither",
        ),
        pytest.param(pod("{}"), {"when_both_missing": "pass"}, ["pass Pod/p"], id="neither passes if told so"),
        pytest.param(
            pod("{requests: {memory: x}, limits: {memory: 1Gi}}"), {}, ["pass Pod/p"], id="unreadable is another rule's"
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {memory: 1Gi}", {}, ["pass Pod/p"], id="a LimitRange gives both"
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {memory: 1Gi}, defaultRequest: {memory: 1Mi}",
            {},
            [f"fail Pod/p/c {AT}/requests/memory: memory request 1Mi is not the limit 1Gi"],
            id="a LimitRange gives two quantities",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {memory: 1Gi}",
            {"limit_counts": False},
            ["pass Pod/p"],
            id="what a LimitRange gives is no limit alone",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {memory: 1Gi}",
            {"limit_range_counts": False},
            [f"fail Pod/p/c {AT}/limits/memory: neither memory request nor memory limit"],
            id="a LimitRange does not count if told so",
        ),
        pytest.param(pod("{}", "{limits: {memory: 1Gi}}"), {}, ["pass Pod/p"], id="the pod's own limit is its request"),
        pytest.param(
            pod("{}", "{limits: {memory: 1Gi}, requests: {memory: 512Mi}}"),
            {},
            ["fail Pod/p /spec/resources/requests/memory: the pod's memory request 512Mi is not its limit 1Gi"],
            id="the pod's own two differ",
        ),
        pytest.param(
            pod("{requests: {memory: 256Mi}}", "{limits: {memory: 1Gi}}"),
            {},
            ["fail Pod/p /spec/resources/requests/memory: the pod's memory request 256Mi is not its limit 1Gi"],
            id="what the containers ask for is the pod's request",
        ),
        pytest.param(
            pod("{requests: {memory: 1Gi}, limits: {memory: 2Gi}}", "{requests: {memory: 2Gi}, limits: {memory: 2Gi}}"),
            {},
            [f"fail Pod/p/c {AT}/requests/memory: memory request 1Gi is not the limit 2Gi"],
            id="a container with a limit of its own in such a pod",
        ),
        pytest.param(
            pod("{limits: {memory: 1Gi}}", "{limits: {memory: x}}"), {}, ["pass Pod/p"], id="a pod's limit that is none"
        ),
        pytest.param(
            pod("{}", role="initContainers"),
            {},
            ["fail Pod/p/c /spec/initContainers/0/resources/limits/memory: neither memory request nor memory limit"],
            id="an init container",
        ),
        pytest.param(pod("{}", role="initContainers"), {"init": False}, ["pass Pod/p"], id="no init containers"),
        pytest.param(pod("{}", role="ephemeralContainers"), {}, ["pass Pod/p"], id="an ephemeral container has none"),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
