"""Which resources are GPUs, and how many of them a pod holds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import translate
from functools import lru_cache
from typing import Any

from policies.workload.container import Container
from policies.workload.limit_range import Defaults
from policies.workload.pod import Pod
from policies.workload.totals import amount, is_quantity, pod_request

GPU_RESOURCES = (
    "nvidia.com/gpu",
    "nvidia.com/gpu.shared",
    "nvidia.com/mig-*",
    "amd.com/gpu",
    "gpu.intel.com/*",
    "habana.ai/gaudi",
    "aws.amazon.com/neuron*",
    "google.com/tpu",
)


@lru_cache(maxsize=64)
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(glob) for glob in globs) or r"(?!)")


def is_gpu(name: str, globs: Iterable[str] = GPU_RESOURCES) -> bool:
    """Whether a resource name is that of a GPU, by globs such as "nvidia.com/mig-*"."""
    return _pattern(tuple(globs)).match(name) is not None


def gpu_names(container: Container, globs: Iterable[str]) -> list[str]:
    """The GPU resources that a container names in requests or limits, sorted."""
    names = {*container.resources.requests, *container.resources.limits}
    wanted = tuple(globs)
    return sorted(name for name in names if is_gpu(name, wanted))


def written_gpus(container: Container, globs: Iterable[str]) -> Iterator[tuple[str, Any, str]]:
    """Each GPU quantity a container writes: its resource name, the quantity, and its JSON pointer."""
    wanted = tuple(globs)
    sides: tuple[tuple[Mapping[str, Any], Any], ...] = (
        (container.resources.requests, container.resources.request_pointer),
        (container.resources.limits, container.resources.limit_pointer),
    )
    for quantities, pointer in sides:
        for name in quantities:
            if is_gpu(name, wanted):
                yield name, quantities[name], pointer(name)


def pod_gpus(pod: Pod, globs: Iterable[str]) -> dict[str, int]:
    """GPUs of one pod by resource name, as the scheduler counts them; only those above 0."""
    wanted = tuple(globs)
    names = sorted({name for container in pod.containers for name in gpu_names(container, wanted)})
    counts = {name: int(pod_request(pod, name, Defaults())) for name in names}
    return {name: count for name, count in counts.items() if count > 0}


def names_gpus(pod: Pod, globs: Iterable[str]) -> bool:
    """Whether any container of the pod names a GPU in its requests or limits, of whatever quantity."""
    wanted = tuple(globs)
    return any(gpu_names(container, wanted) for container in pod.containers)


def asks_for_gpus(container: Container, globs: Iterable[str]) -> bool:
    """Whether a container asks for a GPU: it names one, and not in the quantity 0. What can't be read asks."""
    return any(not is_quantity(value) or amount(value) for _, value, _ in written_gpus(container, globs))


def has_gpus(pod: Pod, globs: Iterable[str]) -> bool:
    """Whether any container of the pod asks for a GPU."""
    wanted = tuple(globs)
    return any(asks_for_gpus(container, wanted) for container in pod.containers)
