"""gpu/whole-number: fractions, and which resources are GPUs."""

from typing import Any

import pytest

from policies.rules.gpu.whole_number import RULE

AT = "/spec/containers/0/resources"


def pod(resources: str) -> str:
    containers = f"[{{name: c, resources: {resources}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: {containers}}}}}"


@pytest.mark.parametrize(
    ("resources", "parameters", "expected"),
    [
        pytest.param("{limits: {nvidia.com/gpu: 1}}", {}, ["pass Pod/p"], id="one"),
        pytest.param('{limits: {nvidia.com/gpu: "2"}}', {}, ["pass Pod/p"], id="a number in quotes"),
        pytest.param("{limits: {nvidia.com/gpu: 1000m}}", {}, ["pass Pod/p"], id="a thousand thousandths"),
        pytest.param(
            "{limits: {nvidia.com/gpu: 0.5}}",
            {},
            [f"fail Pod/p/c {AT}/limits/nvidia.com~1gpu: nvidia.com/gpu is 0.5, not a whole number"],
            id="a half",
        ),
        pytest.param(
            "{requests: {amd.com/gpu: 500m}, limits: {amd.com/gpu: 1}}",
            {},
            [f"fail Pod/p/c {AT}/requests/amd.com~1gpu: amd.com/gpu is 500m, not a whole number"],
            id="a request of thousandths",
        ),
        pytest.param(
            "{limits: {nvidia.com/mig-1g.5gb: 1.5}}",
            {},
            [f"fail Pod/p/c {AT}/limits/nvidia.com~1mig-1g.5gb: nvidia.com/mig-1g.5gb is 1.5, not a whole number"],
            id="a slice is a GPU too",
        ),
        pytest.param("{limits: {nvidia.com/gpu: half}}", {}, ["pass Pod/p"], id="unreadable is another rule's"),
        pytest.param("{limits: {cpu: 0.5}}", {}, [], id="no GPU, not applicable"),
        pytest.param(
            "{limits: {example.com/npu: 0.5}}",
            {"resources": ("example.com/*",)},
            [f"fail Pod/p/c {AT}/limits/example.com~1npu: example.com/npu is 0.5, not a whole number"],
            id="a resource named by the parameter",
        ),
        pytest.param("{limits: {nvidia.com/gpu: 0.5}}", {"resources": ()}, [], id="no resource is a GPU"),
    ],
)
def test_whole_number(said: Any, resources: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, pod(resources), parameters) == expected
