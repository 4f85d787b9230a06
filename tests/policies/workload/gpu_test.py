"""Which resources are GPUs by default."""

import pytest

from policies.workload.gpu import is_gpu


@pytest.mark.parametrize(
    ("name", "gpu"),
    [
        ("nvidia.com/gpu", True),
        ("nvidia.com/mig-1g.5gb", True),
        ("amd.com/gpu", True),
        ("gpu.intel.com/i915", True),
        ("google.com/tpu", True),
        ("nvidia.com/gpu-memory", False),
        ("requests.nvidia.com/gpu", False),
        ("cpu", False),
    ],
)
def test_gpu_names(name: str, gpu: bool) -> None:
    assert is_gpu(name) is gpu
