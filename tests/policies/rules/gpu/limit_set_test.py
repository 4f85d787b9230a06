"""gpu/limit-set: a request needs a limit, a limit needs nothing."""

from typing import Any

import pytest

from policies.rules.gpu.limit_set import RULE


def pod(resources: str, key: str = "containers") -> str:
    return (
        f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{{key}: [{{name: c, resources: {resources}}}]}}}}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod("{limits: {nvidia.com/gpu: 1}}"), ["pass Pod/p"], id="a limit alone"),
        pytest.param(pod("{requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 1}}"), ["pass Pod/p"], id="both"),
        pytest.param(
            pod("{requests: {nvidia.com/gpu: 1}}"),
            ["fail Pod/p/c /spec/containers/0/resources/limits/nvidia.com~1gpu: nvidia.com/gpu request 1 has no limit"],
            id="a request alone",
        ),
        pytest.param(
            pod("{requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: null}}", "initContainers"),
            [
                "fail Pod/p/c /spec/initContainers/0/resources/limits/nvidia.com~1gpu: "
                "nvidia.com/gpu request 1 has no limit"
            ],
            id="null is no limit, and init containers count",
        ),
        pytest.param(pod("{requests: {cpu: 1}}"), [], id="no GPU, not applicable"),
    ],
)
def test_limit_set(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
