"""Kubernetes' `resources`, and whole GPUs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generators.platform.fault import Fault, shown
from generators.platform.record import Fields, record
from generators.platform.shape import Key
from generators.platform.shapes.amount import BYTES
from generators.platform.shapes.amount import CPU as CORES
from generators.platform.shapes.number import whole
from generators.platform.values import Amounts, Resources, Sourced
from manifests.quantity import parse_quantity

CPU: Final = Key("cpu", CORES, "CPU cores; 100m is a tenth of one.", "cpu: 250m")
MEMORY: Final = Key("memory", BYTES, "Bytes of memory.", "memory: 512Mi")
EPHEMERAL: Final = Key("ephemeral-storage", BYTES, "Bytes of disk that go with the pod.", "ephemeral-storage: 1Gi")
_AMOUNTS: Final = (CPU, MEMORY, EPHEMERAL)


def _amounts(fields: Fields) -> Amounts:
    return Amounts(fields.of(CPU), fields.of(MEMORY), fields.of(EPHEMERAL))


_SHAPE: Final = record(_AMOUNTS, _amounts)
REQUESTS: Final = Key(
    "requests", _SHAPE, "What the scheduler keeps free for a pod.", "requests: {cpu: 250m, memory: 512Mi}"
)
LIMITS: Final = Key("limits", _SHAPE, "What a pod may never go above.", "limits: {memory: 512Mi}")


def _limit_below_request(fields: Fields) -> Iterator[Fault]:
    requests, limits = fields.of(REQUESTS), fields.of(LIMITS)
    if requests is None or limits is None:
        return
    for request, limit in (
        (requests.cpu, limits.cpu),
        (requests.memory, limits.memory),
        (requests.ephemeral_storage, limits.ephemeral_storage),
    ):
        if request and limit and parse_quantity(limit.value) < parse_quantity(request.value):
            yield Fault(
                _said_by_environment(limit, request).source,
                f"the limit must not be below the request, found {shown(limit.value)} below {shown(request.value)}",
                f"write a limit of `{request.value}` or more",
            )


def _said_by_environment(first: Sourced[str], second: Sourced[str]) -> Sourced[str]:
    """The one an environment said, where the other one is the base's: that is the line to change."""
    return (
        second
        if second.source.startswith("/environments/") and not first.source.startswith("/environments/")
        else first
    )


def _resources(fields: Fields) -> Resources:
    return Resources(fields.of(REQUESTS) or Amounts(), fields.of(LIMITS) or Amounts())


RESOURCES: Final = Key(
    "resources",
    record((REQUESTS, LIMITS), _resources, checks=(_limit_below_request,)),
    "Kubernetes' resources of the container, without GPUs.",
    "resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 512Mi}}",
)
GPU: Final = Key("gpu", whole(1, 64), "Whole GPUs of each pod.", "gpu: 1")
