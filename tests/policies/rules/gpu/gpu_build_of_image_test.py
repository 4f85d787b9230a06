"""gpu/gpu-build-of-image: which tags are builds for GPUs."""

from typing import Any

import pytest

from policies.rules.gpu.gpu_build_of_image import RULE

DIGEST = "sha256:" + "0" * 64
OK = ["pass Pod/p"]
CPU = "fail Pod/p/c /spec/containers/0/image: a GPU, but image %s is a build for CPUs"


def pod(image: str, resource: str = "nvidia.com/gpu") -> str:
    resources = f"{{limits: {{{resource}: 1}}}}"
    helper = "{name: helper, image: tensorflow/serving:2}"
    return f"""
apiVersion: v1
kind: Pod
metadata: {{name: p}}
spec: {{containers: [{{name: c, image: "{image}", resources: {resources}}}, {helper}]}}
"""


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("tensorflow/serving:2.19.1-gpu"), {}, OK, id="a build for GPUs"),
        pytest.param(pod("tensorflow/serving:2.19.1-devel-gpu"), {}, OK, id="gpu at the end"),
        pytest.param(pod("tensorflow/tensorflow:2.15.0-gpu-jupyter"), {}, OK, id="gpu in the middle"),
        pytest.param(pod("tensorflow/serving:2.19.1"), {}, [CPU % "tensorflow/serving:2.19.1"], id="a build for CPUs"),
        pytest.param(pod("tensorflow/serving"), {}, [CPU % "tensorflow/serving"], id="no tag"),
        pytest.param(pod("tensorflow/serving:2-gpus"), {}, [CPU % "tensorflow/serving:2-gpus"], id="not quite gpu"),
        pytest.param(
            pod(f"tensorflow/serving:2.19.1@{DIGEST}"),
            {},
            [CPU % f"tensorflow/serving:2.19.1@{DIGEST}"],
            id="a tag and a digest",
        ),
        pytest.param(
            pod(f"tensorflow/serving@{DIGEST}"),
            {},
            [f"not evaluated Pod/p: image tensorflow/serving@{DIGEST} has no tag that names its build"],
            id="a digest alone",
        ),
        pytest.param(
            pod("tensorflow/serving:${TAG}"),
            {},
            ["not evaluated Pod/p: image tensorflow/serving:${TAG} is substituted by Flux"],
            id="a variable",
        ),
        pytest.param(
            pod("registry:5000/copies/tensorflow/serving:2"),
            {},
            [CPU % "registry:5000/copies/tensorflow/serving:2"],
            id="a copy elsewhere",
        ),
        pytest.param(pod("my-tensorflow/serving:2"), {}, [], id="another image, not applicable"),
        pytest.param(
            pod("pytorch/pytorch:2"), {"images": ("pytorch/*",)}, [CPU % "pytorch/pytorch:2"], id="which images"
        ),
        pytest.param(pod("tensorflow/serving:2", "cpu"), {}, [], id="no GPU, not applicable"),
        pytest.param(
            pod("tensorflow/serving:2", "amd.com/gpu"), {"resources": ("nvidia.com/gpu",)}, [], id="which are GPUs"
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
