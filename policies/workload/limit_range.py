"""What the LimitRanges of a namespace give to containers that say nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.objects import Object
from policies.workload.container import Container
from policies.workload.field import Field, UnreadableError


@dataclass(frozen=True, slots=True)
class Given:
    """A quantity as a LimitRange writes it, and "LimitRange/name"."""

    quantity: Any
    giver: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """Requests and limits by resource name, for containers without their own."""

    requests: Mapping[str, Given] = field(default_factory=dict)
    limits: Mapping[str, Given] = field(default_factory=dict)

    def request_of(self, container: Container, name: str) -> Any:
        """The request that Kubernetes ends up with: written, else the written limit, else the default; None: none."""
        resources = container.resources
        written = resources.requests.get(name, resources.limits.get(name))
        if written is None and name in self.requests:
            return self.requests[name].quantity
        return written

    def limit_of(self, container: Container, name: str) -> Any:
        """The limit that Kubernetes ends up with: written, else the default; None: none."""
        written = container.resources.limits.get(name)
        if written is None and name in self.limits:
            return self.limits[name].quantity
        return written


def read_defaults(limit_ranges: Iterable[Object]) -> Defaults:
    """The defaults of one namespace. Of several LimitRanges the first by name counts; Kubernetes promises no order.

    What cannot be read gives nothing. Source: SetDefaults_LimitRangeItem, and defaultContainerResourceRequirements
    and mergeContainerResources of the LimitRanger admission plugin.
    """
    requests: dict[str, Given] = {}
    limits: dict[str, Given] = {}
    for limit_range in sorted(limit_ranges, key=lambda item: item.name):
        giver = limit_range.short
        try:
            own_limits, own_requests = _own_defaults(limit_range)
        except UnreadableError:
            continue
        limits = {**{name: Given(value, giver) for name, value in own_limits.items()}, **limits}
        requests = {**{name: Given(value, giver) for name, value in own_requests.items()}, **requests}
    return Defaults(requests, limits)


def _own_defaults(limit_range: Object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Limits and requests of one LimitRange: of several entries for containers the last counts. UnreadableError."""
    limits: dict[str, Any] = {}
    requests: dict[str, Any] = {}
    for item in Field(limit_range.body).at("spec", "limits").items():
        if _is_container(item):
            item_limits, item_requests = _item_defaults(item)
            limits |= item_limits
            requests |= item_requests
    return limits, requests


def _is_container(item: Field) -> bool:
    return bool(item.at("type").value == "Container")


def _item_defaults(item: Field) -> tuple[dict[str, Any], dict[str, Any]]:
    """Limits and requests of one entry: `max` stands in for `default`; `default`, then `min`, for `defaultRequest`."""
    limits = {**item.at("max").quantities(), **item.at("default").quantities()}
    requests = {**item.at("min").quantities(), **limits, **item.at("defaultRequest").quantities()}
    return limits, requests
