"""Whether a container has a request or a limit, from any of the places that give one."""

from typing import Any

from manifests.quantity import parse_quantity
from policies.workload.container import Container
from policies.workload.field import as_written
from policies.workload.limit_range import Defaults
from policies.workload.pod import Pod

# Resources that a pod can have as a whole (KEP-2837); others are its containers' alone.
POD_LEVEL = ("cpu", "memory")


def has_request(
    pod: Pod, container: Container, name: str, defaults: Defaults, *, limit_counts: bool, limit_range_counts: bool
) -> bool:
    """Whether the request is written, by the container, by its pod, or by a LimitRange.

    `limit_counts`: a limit alone, which Kubernetes copies into the request, counts too.
    """
    given = [container.resources.requests.get(name)]
    if name in POD_LEVEL:
        given.append(pod.resources.requests.get(name))
    if limit_counts:
        given += [container.resources.limits.get(name), pod.resources.limits.get(name)]
    written = (container.resources.requests.get(name), container.resources.limits.get(name))
    if limit_range_counts and name in defaults.requests and written == (None, None):
        given.append(defaults.requests[name].quantity)
    return any(_counts(quantity) for quantity in given)


def has_limit(pod: Pod, container: Container, name: str, defaults: Defaults, *, limit_range_counts: bool) -> bool:
    """Whether the limit is written, by the container, by its pod, or by a LimitRange."""
    given = [container.resources.limits.get(name)]
    if name in POD_LEVEL:
        given.append(pod.resources.limits.get(name))
    if limit_range_counts and name in defaults.limits and container.resources.limits.get(name) is None:
        given.append(defaults.limits[name].quantity)
    return any(_counts(quantity) for quantity in given)


def request_fact(container: Container, name: str, shown: str) -> str:
    """The finding's fact where there is no request: "no CPU request", with what is written instead."""
    written, limit = container.resources.requests.get(name), container.resources.limits.get(name)
    if written is not None:
        return f"{shown} request is {as_written(written)}"
    return f"no {shown} request" if limit is None else f"no {shown} request, only a limit of {as_written(limit)}"


def limit_fact(container: Container, name: str, shown: str) -> str:
    """The finding's fact where there is no limit."""
    written = container.resources.limits.get(name)
    return f"no {shown} limit" if written is None else f"{shown} limit is {as_written(written)}"


def _counts(quantity: Any) -> bool:
    """Zero is none (Kubernetes' quality of service counts it so); what can't be read is written, if wrongly."""
    if quantity is None:
        return False
    try:
        return parse_quantity(quantity).amount != 0
    except (ValueError, TypeError):
        return True
