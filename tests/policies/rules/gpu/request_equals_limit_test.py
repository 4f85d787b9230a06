"""gpu/request-equals-limit: compared as amounts."""

from typing import Any

import pytest

from policies.rules.gpu.request_equals_limit import RULE


def pod(request: str, limit: str) -> str:
    resources = f"{{requests: {{nvidia.com/gpu: {request}}}, limits: {{nvidia.com/gpu: {limit}}}}}"
    containers = f"[{{name: c, resources: {resources}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: {containers}}}}}"


@pytest.mark.parametrize(
    ("request_", "limit", "expected"),
    [
        pytest.param("1", '"1"', ["pass Pod/p"], id="equal in other words"),
        pytest.param(
            "1",
            "2",
            [
                "fail Pod/p/c /spec/containers/0/resources/requests/nvidia.com~1gpu: "
                "nvidia.com/gpu request 1 is not the limit 2"
            ],
            id="a request below the limit",
        ),
        pytest.param("null", "2", ["pass Pod/p"], id="no request"),
        pytest.param("2", "null", ["pass Pod/p"], id="no limit is another rule's"),
        pytest.param("one", "2", ["pass Pod/p"], id="unreadable is another rule's"),
    ],
)
def test_request_equals_limit(said: Any, request_: str, limit: str, expected: list[str]) -> None:
    assert said(RULE, pod(request_, limit)) == expected


def test_a_pod_without_gpus_is_not_applicable(said: Any) -> None:
    assert said(RULE, pod("1", "2").replace("nvidia.com/gpu", "cpu")) == []


def test_one_alone_is_no_difference(said: Any) -> None:
    assert said(RULE, pod("1", "null")) == said(RULE, pod("null", "1")) == ["pass Pod/p"]
