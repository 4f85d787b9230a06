"""gpu/per-pod-maximum: all GPUs of a pod together."""

from typing import Any

import pytest

from policies.rules.gpu.per_pod_maximum import RULE

AT = "/spec/containers/0/resources"


def pod(resources: str, spec: str = "", role: str = "containers", kind: str = "Pod") -> str:
    inner = f"{{{spec}{role}: [{{name: c, resources: {resources}}}]}}"
    if kind == "Pod":
        return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {inner}}}"
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: p}}, spec: {{template: {{spec: {inner}}}}}}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{limits: {nvidia.com/gpu: 8}}"), {}, ["pass Pod/p"], id="as many as allowed"),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 9}}"),
            {},
            [f"fail Pod/p/c {AT}/limits/nvidia.com~1gpu: the pod asks for 9 nvidia.com/gpu, more than 8"],
            id="one more",
        ),
        pytest.param(
            pod("{requests: {nvidia.com/gpu: 3}, limits: {nvidia.com/gpu: 3}}"),
            {"max": 2},
            [f"fail Pod/p/c {AT}/requests/nvidia.com~1gpu: the pod asks for 3 nvidia.com/gpu, more than 2"],
            id="request and limit are one demand",
        ),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 1, amd.com/gpu: 2}}"),
            {"max": 2},
            [
                f"fail Pod/p/c {AT}/limits/amd.com~1gpu: "
                "the pod asks for 2 amd.com/gpu and 1 nvidia.com/gpu, more than 2"
            ],
            id="two kinds together",
        ),
        pytest.param(
            pod("{limits: {amd.com/gpu: 2}}"), {"max": 1, "resources": ("nvidia.com/gpu",)}, [], id="which are GPUs"
        ),
        pytest.param(
            pod(
                "{limits: {nvidia.com/gpu: 2}}",
                "initContainers: [{name: i, resources: {limits: {nvidia.com/gpu: 2}}}], ",
            ),
            {"max": 2},
            ["pass Pod/p"],
            id="an init container holds its GPUs before the others",
        ),
        pytest.param(
            pod(
                "{limits: {nvidia.com/gpu: 1}}",
                "initContainers: [{name: s, restartPolicy: Always, resources: {limits: {nvidia.com/gpu: 2}}}], ",
            ),
            {"max": 2},
            [
                "fail Pod/p/s /spec/initContainers/0/resources/limits/nvidia.com~1gpu: "
                "the pod asks for 3 nvidia.com/gpu, more than 2"
            ],
            id="a sidecar beside the others, and the largest share is named",
        ),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 1}}"),
            {"max": 0},
            [f"fail Pod/p/c {AT}/limits/nvidia.com~1gpu: the pod asks for 1 nvidia.com/gpu, more than 0"],
            id="no GPU at all is allowed",
        ),
        pytest.param(pod("{limits: {nvidia.com/gpu: x}}"), {}, ["pass Pod/p"], id="unreadable is another rule's"),
        pytest.param(pod("{limits: {nvidia.com/gpu: 0}}"), {"max": 0}, [], id="no GPU, not applicable"),
        pytest.param(pod("{limits: {cpu: 9}}"), {}, [], id="no GPU named, not applicable"),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_of_two_that_ask_for_as_much_the_first_is_named(said: Any) -> None:
    five = "resources: {limits: {nvidia.com/gpu: 5}}"
    text = pod("{limits: {nvidia.com/gpu: 5}}").replace("}]", f"}}, {{name: d, {five}}}]", 1)
    (found,) = said(RULE, text)
    assert found.startswith(f"fail Pod/p/c {AT}/limits/nvidia.com~1gpu: the pod asks for 10 nvidia.com/gpu")
