"""The quality of service of a pod: which pods the kubelet evicts first, and which it never throttles or kills early."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from policies.workload.container import Container, Role
from policies.workload.limit_range import Defaults
from policies.workload.pod import Pod
from policies.workload.totals import amount, requested

COUNTED = ("cpu", "memory")
"""The resources that decide; others never count."""


class Quality(Enum):
    """The classes, the least first."""

    BEST_EFFORT = "BestEffort"
    BURSTABLE = "Burstable"
    GUARANTEED = "Guaranteed"


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a pod from being Guaranteed: the fact, the field and the container (None: the pod's own)."""

    fact: str
    field: str
    container: str | None


def quality_of(pod: Pod, defaults: Defaults) -> Quality:
    """The class of a pod. Source: ComputePodQOS of kubernetes/kubernetes, pkg/apis/core/v1/helper/qos.

    Quantities of 0 count as none. A pod's own requests and limits decide alone where it has any (KEP-2837).
    """
    if not any(_sums(pod, defaults)):
        return Quality.BEST_EFFORT
    return Quality.BURSTABLE if next(lacks(pod, defaults), None) else Quality.GUARANTEED


def lacks(pod: Pod, defaults: Defaults) -> Iterator[Lack]:
    """What keeps the pod from being Guaranteed, container by container; nothing where it is."""
    if _has_own(pod):
        for name in COUNTED:
            limit = pod.resources.limits.get(name)
            request = requested(pod, name, defaults)
            if not amount(limit):
                yield Lack(f"the pod has no {name} limit", pod.resources.limit_pointer(name), None)
            elif request != amount(limit):
                yield Lack(f"the pod's {name} request is not its limit", pod.resources.request_pointer(name), None)
        return
    for container in counted_containers(pod):
        resources = container.resources
        for name in COUNTED:
            limit = defaults.limit_of(container, name)
            request = defaults.request_of(container, name)
            if not amount(limit):
                yield Lack(f"no {name} limit", resources.limit_pointer(name), container.name)
            elif amount(request) != amount(limit):
                fact = f"the {name} request {request} is not the limit {limit}"
                yield Lack(fact, resources.request_pointer(name), container.name)


def counted_containers(pod: Pod) -> Iterator[Container]:
    """Every container that can have requests: all but ephemeral ones."""
    return pod.of(Role.REGULAR, Role.SIDECAR, Role.INIT)


def _has_own(pod: Pod) -> bool:
    return bool(pod.resources.requests or pod.resources.limits)


def _sums(pod: Pod, defaults: Defaults) -> Iterator[Fraction]:
    """Every amount that makes a pod more than BestEffort."""
    for name in COUNTED:
        if _has_own(pod):
            yield amount(pod.resources.limits.get(name))
            yield requested(pod, name, defaults)
        else:
            for container in counted_containers(pod):
                yield amount(defaults.request_of(container, name))
                yield amount(defaults.limit_of(container, name))
