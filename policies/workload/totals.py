"""What one pod asks of the scheduler and of a quota (PodRequests and PodLimits of component-helpers)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from manifests.quantity import parse_quantity
from policies.workload.container import Container, Role
from policies.workload.limit_range import Defaults
from policies.workload.pod import Pod


def pod_request(pod: Pod, name: str, defaults: Defaults) -> Fraction:
    """The pod's request of one resource, in cores, bytes or units. A quantity that cannot be read counts as 0."""
    return requested(pod, name, defaults) + amount(pod.overhead.get(name))


def requested(pod: Pod, name: str, defaults: Defaults) -> Fraction:
    """The pod's request of one resource without its overhead.

    Its own where there is one. Kubernetes makes one where the pod has limits of its own: what its containers ask for,
    else the limit; a LimitRange comes later (defaultPodRequests of pkg/apis/core/v1/defaults.go).
    """
    own = pod.resources.requests.get(name)
    if own is None and pod.resources.limits:
        if any(_asks(container, name) for container in pod.containers):
            return _over_containers(pod, lambda container: Defaults().request_of(container, name))
        own = pod.resources.limits.get(name)
    if own is not None:
        return amount(own)
    return _over_containers(pod, lambda container: defaults.request_of(container, name))


def _asks(container: Container, name: str) -> bool:
    """Whether a container writes a request, or a limit that Kubernetes copies into one."""
    return name in container.resources.requests or name in container.resources.limits


def pod_limit(pod: Pod, name: str, defaults: Defaults) -> Fraction:
    """The pod's limit of one resource; the same units. Overhead adds to a limit that there is."""
    total = _over_containers(pod, lambda container: defaults.limit_of(container, name))
    own = pod.resources.limits.get(name)
    limit = total if own is None else amount(own)
    return limit + amount(pod.overhead.get(name)) if limit else limit


def amount(quantity: Any) -> Fraction:
    """The exact amount of a quantity as written; 0 for what is absent or no quantity."""
    try:
        return Fraction(0) if quantity is None else parse_quantity(quantity).amount
    except (ValueError, TypeError):
        return Fraction(0)


def _over_containers(pod: Pod, quantity_of: Callable[[Container], Any]) -> Fraction:
    """The larger of: all containers and sidecars at once, and any init container beside the sidecars before it."""
    running = sum((amount(quantity_of(container)) for container in pod.of(Role.REGULAR)), Fraction(0))
    sidecars = Fraction(0)
    peak = Fraction(0)
    for container in pod.of(Role.INIT, Role.SIDECAR):
        wanted = amount(quantity_of(container))
        if container.role is Role.SIDECAR:
            sidecars += wanted
            peak = max(peak, sidecars)
        else:
            peak = max(peak, sidecars + wanted)
    return max(running + sidecars, peak)


def differ(first: Any, second: Any) -> bool:
    """Whether two quantities can both be read and are not the same amount."""
    try:
        return parse_quantity(first).amount != parse_quantity(second).amount
    except (ValueError, TypeError):
        return False


def is_quantity(value: Any) -> bool:
    """Whether a value can be read as a quantity."""
    try:
        parse_quantity(value)
    except (ValueError, TypeError):
        return False
    return True
