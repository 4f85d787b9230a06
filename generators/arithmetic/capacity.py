"""What a namespace needs at most: everything in it at maximum scale, during a rollout of all of it.

Amounts are exact: cores, bytes, GPUs. Objects of a ResourceQuota come out of `quota`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

NONE = Fraction(0)
GIB = 2**30


@dataclass(frozen=True, slots=True)
class Needs:
    """What a container or a pod asks for, and its memory limit. GPUs: the request, which equals the limit."""

    cpu: Fraction = NONE
    memory: Fraction = NONE
    memory_limit: Fraction = NONE
    gpu: Fraction = NONE

    def __add__(self, other: Needs) -> Needs:
        return Needs(
            self.cpu + other.cpu,
            self.memory + other.memory,
            self.memory_limit + other.memory_limit,
            self.gpu + other.gpu,
        )

    def __mul__(self, count: int) -> Needs:
        return Needs(self.cpu * count, self.memory * count, self.memory_limit * count, self.gpu * count)


def pod_needs(containers: Iterable[Needs]) -> Needs:
    """What a pod counts for: its containers together. No type makes init containers."""
    return sum(containers, Needs())


@dataclass(frozen=True, slots=True)
class Claims:
    """`count` PersistentVolumeClaims of `size` bytes each."""

    count: int
    size: Fraction


@dataclass(frozen=True, slots=True)
class Load:
    """`pods` pods of one shape, at the worst moment, and their claims."""

    pod: Needs
    pods: int
    claims: tuple[Claims, ...] = ()


def rolling_pods(maximum: int, surge: int, unavailable: int) -> int:
    """Pods of a Deployment during a rollout at `maximum`, terminating ones included: a quota counts them to their end.

    With a surge, all old ones may still be terminating when all new ones are there: twice the maximum. Without, a new
    pod is made as soon as an old one begins to end. On GPUs that is one more than the pool may hold, and it waits as
    Pending; with a quota of exactly the pool each step would wait for the ReplicaSet's back-off instead.
    """
    return 2 * maximum if surge else maximum + max(1, unavailable)


def ordered_pods(replicas: int) -> int:
    """Pods of a StatefulSet: it waits until the old pod is gone."""
    return replicas


def database_load(instance: Needs, instances: int, storage: Fraction, wal: Fraction | None = None) -> Load:
    """A CloudNativePG Cluster with one instance that joins, and with the Job that makes it (initdb or join).

    The Job's pod has the resources of an instance; the joining instance has claims of its own.
    """
    sizes = (storage,) if wal is None else (storage, wal)
    return Load(instance, instances + 2, tuple(Claims(instances + 1, size) for size in sizes))


def quota(loads: Iterable[Load]) -> dict[str, str]:
    """`spec.hard` of a ResourceQuota that holds all loads at once, rounded up to whole cores and Gi.

    No `limits.cpu`: with it every container would need a cpu limit. GPUs have only the `requests.` form, because they
    cannot be overcommitted. Load balancers and node ports are for the cluster's gateway.
    """
    loads = tuple(loads)
    total = sum((load.pod * load.pods for load in loads), Needs())
    claims = [claim for load in loads for claim in load.claims]
    storage = sum((claim.size * claim.count for claim in claims), NONE)
    return {
        "requests.cpu": str(math.ceil(total.cpu)),
        "requests.memory": _gibibytes(total.memory),
        "limits.memory": _gibibytes(total.memory_limit),
        "requests.nvidia.com/gpu": str(math.ceil(total.gpu)),
        "pods": str(sum(load.pods for load in loads)),
        "persistentvolumeclaims": str(sum(claim.count for claim in claims)),
        "requests.storage": _gibibytes(storage),
        "services.loadbalancers": "0",
        "services.nodeports": "0",
    }


def _gibibytes(amount: Fraction) -> str:
    whole = math.ceil(amount / GIB)
    return f"{whole}Gi" if whole else "0"
