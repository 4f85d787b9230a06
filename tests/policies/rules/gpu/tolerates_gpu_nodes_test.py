"""gpu/tolerates-gpu-nodes: which toleration helps against which taint."""

from typing import Any

import pytest

from policies.rules.gpu.tolerates_gpu_nodes import RULE

AT = "/spec/containers/0/resources"


def pod(resources: str, spec: str = "", role: str = "containers", kind: str = "Pod") -> str:
    inner = f"{{{spec}{role}: [{{name: c, resources: {resources}}}]}}"
    if kind == "Pod":
        return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {inner}}}"
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: p}}, spec: {{template: {{spec: {inner}}}}}}}"


GPU = "{limits: {nvidia.com/gpu: 1}}"
NONE = "fail Pod/p /spec/tolerations: the pod asks for a GPU and does not tolerate the taint %s"
OK = ["pass Pod/p"]


def tolerating(toleration: str) -> str:
    return pod(GPU, f"tolerations: [{{key: other, operator: Exists}}, {{{toleration}}}], ")


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod(GPU), {}, [NONE % "nvidia.com/gpu"], id="no toleration"),
        pytest.param(
            tolerating("key: nvidia.com/gpu, operator: Exists, effect: NoSchedule"), {}, OK, id="the key exists"
        ),
        pytest.param(tolerating("key: nvidia.com/gpu, operator: Exists"), {}, OK, id="every effect"),
        pytest.param(tolerating("operator: Exists"), {}, OK, id="every taint"),
        pytest.param(tolerating("key: nvidia.com/gpu, value: present"), {}, OK, id="a value, where none is known"),
        pytest.param(tolerating("key: nvidia.com/gpu, operator: Equal, value: a"), {}, OK, id="Equal said aloud"),
        pytest.param(
            tolerating("key: nvidia.com/gpu, operator: Exists, effect: NoExecute"),
            {},
            [NONE % "nvidia.com/gpu"],
            id="another effect",
        ),
        pytest.param(tolerating("key: dedicated, operator: Exists"), {}, [NONE % "nvidia.com/gpu"], id="another key"),
        pytest.param(
            tolerating("key: nvidia.com/gpu, operator: Gt, value: '1'"),
            {},
            [NONE % "nvidia.com/gpu"],
            id="another operator",
        ),
        pytest.param(
            tolerating("key: pool, value: gpu"),
            {"taint": "pool=gpu:NoExecute"},
            OK,
            id="a taint with a value and an effect",
        ),
        pytest.param(
            tolerating("key: pool, value: gpu, effect: NoSchedule"),
            {"taint": "pool=gpu:NoExecute"},
            [NONE % "pool=gpu:NoExecute"],
            id="the effect of the taint counts",
        ),
        pytest.param(
            tolerating("key: pool, value: cpu"), {"taint": "pool=gpu"}, [NONE % "pool=gpu"], id="the value counts"
        ),
        pytest.param(tolerating("key: pool"), {"taint": "pool="}, OK, id="a taint with an empty value"),
        pytest.param(tolerating("key: pool, value: gpu"), {"taint": "pool="}, [NONE % "pool="], id="not that value"),
        pytest.param(pod("{limits: {nvidia.com/mig-1g.5gb: 1}}"), {}, [NONE % "nvidia.com/gpu"], id="a slice"),
        pytest.param(pod("{limits: {amd.com/gpu: 1}}"), {}, [], id="another vendor's taint, not applicable"),
        pytest.param(
            pod("{limits: {amd.com/gpu: 1}}"), {"taint": "pool=gpu"}, [NONE % "pool=gpu"], id="a taint of no vendor"
        ),
        pytest.param(pod("{limits: {nvidia.com/gpu: 0}}"), {}, [], id="no GPU, not applicable"),
        pytest.param(pod("{limits: {cpu: 1}}"), {"taint": "pool=gpu"}, [], id="no GPU named, not applicable"),
        pytest.param(pod(GPU), {"resources": ("amd.com/gpu",)}, [], id="which are GPUs"),
        pytest.param(
            pod(GPU, kind="DaemonSet"),
            {},
            [(NONE % "nvidia.com/gpu").replace("Pod", "DaemonSet").replace("/spec/", "/spec/template/spec/")],
            id="a DaemonSet too",
        ),
        pytest.param(
            pod(GPU, "tolerations: {}, "),
            {},
            ["not evaluated Pod/p: /spec/tolerations is a mapping, not a list"],
            id="tolerations that can't be read",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: d}, "
            "spec: {resources: {limits: {nvidia.com/gpu: 1}}}}",
            {},
            [],
            id="a database's pod is its operator's",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
