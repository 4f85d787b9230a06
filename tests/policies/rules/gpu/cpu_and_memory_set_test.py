"""gpu/cpu-and-memory-set: what stands beside a GPU."""

from typing import Any

import pytest

from policies.rules.gpu.cpu_and_memory_set import RULE

AT = "/spec/containers/0/resources"


def pod(resources: str, spec: str = "", role: str = "containers", kind: str = "Pod") -> str:
    inner = f"{{{spec}{role}: [{{name: c, resources: {resources}}}]}}"
    if kind == "Pod":
        return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {inner}}}"
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: p}}, spec: {{template: {{spec: {inner}}}}}}}"


NO_CPU = f"fail Pod/p/c {AT}/requests/cpu: a GPU, but no CPU request"
NO_MEMORY = f"fail Pod/p/c {AT}/requests/memory: a GPU, but no memory request"
NO_LIMIT = f"fail Pod/p/c {AT}/limits/memory: a GPU, but no memory limit"
LIMIT_RANGE = """
---
apiVersion: v1
kind: LimitRange
metadata: {name: l}
spec: {limits: [{type: Container, default: {memory: 1Gi}, defaultRequest: {cpu: 1}}]}
"""


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(
            pod("{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi, nvidia.com/gpu: 1}}"),
            {},
            ["pass Pod/p"],
            id="all",
        ),
        pytest.param(pod("{limits: {nvidia.com/gpu: 1}}"), {}, [NO_CPU, NO_MEMORY, NO_LIMIT], id="nothing"),
        pytest.param(
            pod("{limits: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}}"),
            {},
            [f"{NO_CPU}, only a limit of 1", f"{NO_MEMORY}, only a limit of 1Gi"],
            id="limits alone",
        ),
        pytest.param(
            pod("{limits: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}}"),
            {"limit_counts": True},
            ["pass Pod/p"],
            id="limits alone count if told so",
        ),
        pytest.param(
            pod(
                "{limits: {nvidia.com/gpu: 1}}", "resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}, "
            ),
            {},
            ["pass Pod/p"],
            id="the pod's own",
        ),
        pytest.param(pod("{limits: {nvidia.com/gpu: 1}}") + LIMIT_RANGE, {}, ["pass Pod/p"], id="a LimitRange's"),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 1}}") + LIMIT_RANGE,
            {"limit_range_counts": False},
            [NO_CPU, NO_MEMORY, NO_LIMIT],
            id="a LimitRange that does not count",
        ),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 1}}", role="initContainers"),
            {},
            [each.replace("containers", "initContainers") for each in (NO_CPU, NO_MEMORY, NO_LIMIT)],
            id="an init container with a GPU",
        ),
        pytest.param(
            pod(
                "{}",
                "initContainers: [{name: g, resources: {requests: {cpu: 1, memory: 1}, "
                "limits: {memory: 1, nvidia.com/gpu: 1}}}], ",
            ),
            {},
            ["pass Pod/p"],
            id="a container without a GPU beside it",
        ),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 1}}", "initContainers: [{name: i}], "),
            {},
            [NO_CPU, NO_MEMORY, NO_LIMIT],
            id="a container without a GPU in front of it",
        ),
        pytest.param(
            pod("{requests: {cpu: 1, memory: 1}, limits: {memory: 0, nvidia.com/gpu: 1}}"),
            {},
            [f"fail Pod/p/c {AT}/limits/memory: a GPU, but memory limit is 0"],
            id="zero is no limit",
        ),
        pytest.param(pod("{requests: {amd.com/gpu: 1}}"), {"resources": ("nvidia.com/*",)}, [], id="which are GPUs"),
        pytest.param(pod("{}"), {}, [], id="no GPU, not applicable"),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_a_limit_range_gives_nothing_where_zero_is_written(said: Any) -> None:
    text = pod("{requests: {cpu: 0, memory: 1Gi}, limits: {nvidia.com/gpu: 1, memory: 0}}") + LIMIT_RANGE
    assert said(RULE, text) == [
        f"fail Pod/p/c {AT}/requests/cpu: a GPU, but CPU request is 0",
        f"fail Pod/p/c {AT}/limits/memory: a GPU, but memory limit is 0",
    ]
