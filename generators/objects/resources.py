"""A container's `resources`: what was written, and the type's amounts where nothing was.

Of a pair of which only one side is written, the other takes the same amount: a limit without a request means that
request in Kubernetes too, and memory is not compressible, so its limit is its request. There is never a CPU limit that
nobody wrote: it throttles a pod that has a free core beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.objects.body import Body
from generators.platform.values import Resources, Sourced

Amount = Sourced[str] | str
GPU = "nvidia.com/gpu"


@dataclass(frozen=True, slots=True)
class DefaultAmounts:
    """What a type asks for where the component says nothing. Quantities."""

    cpu: str
    memory: str
    storage_request: str
    storage_limit: str


def resources(written: Resources, defaults: DefaultAmounts, gpu: Sourced[int] | None = None) -> Body:
    """`requests` and `limits`. GPUs are whole and not overcommitted: the limit is the request."""
    asked, most = written.requests, written.limits
    memory = _pair(asked.memory, most.memory, defaults.memory, defaults.memory)
    storage = _pair(asked.ephemeral_storage, most.ephemeral_storage, defaults.storage_request, defaults.storage_limit)
    requests: Body = {"cpu": asked.cpu or most.cpu or defaults.cpu, "memory": memory[0]}
    limits: Body = {"cpu": most.cpu} if most.cpu else {}
    limits["memory"] = memory[1]
    requests["ephemeral-storage"], limits["ephemeral-storage"] = storage
    if gpu is not None:
        whole = Sourced(str(gpu.value), gpu.source)
        requests[GPU], limits[GPU] = whole, whole
    return {"requests": requests, "limits": limits}


def memory_limit(written: Resources, defaults: DefaultAmounts) -> Amount:
    """The memory limit that `resources` emits."""
    return _pair(written.requests.memory, written.limits.memory, defaults.memory, defaults.memory)[1]


def _pair(
    request: Sourced[str] | None, limit: Sourced[str] | None, default_request: str, default_limit: str
) -> tuple[Amount, Amount]:
    if request is None and limit is None:
        return default_request, default_limit
    return request or limit or default_request, limit or request or default_limit
