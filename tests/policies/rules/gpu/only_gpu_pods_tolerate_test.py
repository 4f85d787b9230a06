"""gpu/only-gpu-pods-tolerate: who may tolerate the taint of GPU nodes."""

from typing import Any

import pytest

from policies.rules.gpu.only_gpu_pods_tolerate import RULE

AT = "/spec/containers/0/resources"


def pod(resources: str, spec: str = "", role: str = "containers", kind: str = "Pod") -> str:
    inner = f"{{{spec}{role}: [{{name: c, resources: {resources}}}]}}"
    if kind == "Pod":
        return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {inner}}}"
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: p}}, spec: {{template: {{spec: {inner}}}}}}}"


TOLERATED = "tolerations: [{key: other}, {key: nvidia.com/gpu, operator: Exists}], "


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{}"), {}, ["pass Pod/p"], id="no toleration"),
        pytest.param(
            pod("{}", TOLERATED),
            {},
            ["fail Pod/p /spec/tolerations/1: the pod tolerates nvidia.com/gpu and asks for no GPU"],
            id="exactly that taint",
        ),
        pytest.param(pod("{}", "tolerations: [{operator: Exists}], "), {}, ["pass Pod/p"], id="every taint"),
        pytest.param(pod("{}", "tolerations: [{key: other}], "), {}, ["pass Pod/p"], id="another taint"),
        pytest.param(
            pod("{}", "tolerations: [{key: pool, value: gpu}], "),
            {"taint": "pool=gpu:NoSchedule"},
            ["fail Pod/p /spec/tolerations/0: the pod tolerates pool and asks for no GPU"],
            id="which taint",
        ),
        pytest.param(pod("{}", TOLERATED, kind="DaemonSet"), {}, [], id="a DaemonSet, not applicable"),
        pytest.param(
            pod("{}", TOLERATED, kind="Deployment"),
            {},
            [
                "fail Deployment/p /spec/template/spec/tolerations/1: "
                "the pod tolerates nvidia.com/gpu and asks for no GPU"
            ],
            id="a Deployment",
        ),
        pytest.param(pod("{limits: {nvidia.com/gpu: 1}}", TOLERATED), {}, [], id="a GPU, not applicable"),
        pytest.param(pod("{limits: {nvidia.com/gpu: x}}", TOLERATED), {}, [], id="a GPU that can't be read"),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 0}}", TOLERATED),
            {},
            ["fail Pod/p /spec/tolerations/1: the pod tolerates nvidia.com/gpu and asks for no GPU"],
            id="a GPU in the quantity 0 is none",
        ),
        pytest.param(
            pod("{limits: {amd.com/gpu: 1}}", TOLERATED),
            {"resources": ("nvidia.com/*",)},
            ["fail Pod/p /spec/tolerations/1: the pod tolerates nvidia.com/gpu and asks for no GPU"],
            id="which are GPUs",
        ),
        pytest.param(
            pod("{}", "resourceClaims: [{name: g, resourceClaimName: g}], " + TOLERATED),
            {},
            [],
            id="a claim may be a GPU",
        ),
        pytest.param(
            pod("{}", "tolerations: [1], "),
            {},
            ["not evaluated Pod/p: /spec/tolerations/0 is the number 1, not a mapping"],
            id="tolerations that can't be read",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
