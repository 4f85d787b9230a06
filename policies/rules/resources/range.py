"""Requests and limits lie between two bounds."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import INIT, LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.container import Resources
from policies.workload.presence import POD_LEVEL
from policies.workload.totals import amount, is_quantity
from policies.workload.workload import Workload
from policies.world import World

# Each parameter with the side and the resource that it bounds, and how a message calls them.
_BOUNDED = {
    "cpu_request": ("request", "cpu", "CPU request"),
    "cpu_limit": ("limit", "cpu", "CPU limit"),
    "memory_request": ("request", "memory", "memory request"),
    "memory_limit": ("limit", "memory", "memory limit"),
    "ephemeral_storage_request": ("request", "ephemeral-storage", "ephemeral-storage request"),
    "ephemeral_storage_limit": ("limit", "ephemeral-storage", "ephemeral-storage limit"),
}


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(parameters[name] is not None for name in _BOUNDED)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = defaults_for(world, workload, parameters)
    for parameter, (side, resource, shown) in _BOUNDED.items():
        bounds = parameters[parameter]
        if bounds is None:
            continue
        own = workload.pod.resources
        whole = (own.requests if side == "request" else own.limits).get(resource) if resource in POD_LEVEL else None
        if whole is not None:
            yield from _judged(workload, own, None, side, resource, whole, bounds, f"the pod's {shown}")
        for container in workload.pod.needing_resources(parameters["init"]):
            effective = defaults.request_of if side == "request" else defaults.limit_of
            value = effective(container, resource)
            if value is not None or whole is None:
                resources, name = container.resources, container.name
                yield from _judged(workload, resources, name, side, resource, value, bounds, shown)


def _judged(
    workload: Workload,
    resources: Resources,
    container: str | None,
    side: str,
    resource: str,
    value: Any,
    bounds: tuple[Any, Any],
    shown: str,
) -> Iterator[Verdict]:
    fact = f"no {shown}" if value is None else _fact(shown, value, *bounds)
    if fact:
        field = resources.request_pointer(resource) if side == "request" else resources.limit_pointer(resource)
        yield failed(workload.object, fact, field, container)


def _fact(shown: str, value: Any, least: Any, most: Any) -> str:
    """Why a quantity lies outside, "" where it does not or can't be read."""
    if not is_quantity(value):
        return ""
    if least is not None and amount(value) < amount(least):
        return f"{shown} {value} is below {least}"
    if most is not None and amount(value) > amount(most):
        return f"{shown} {value} is above {most}"
    return ""


def _parameter(name: str) -> Parameter:
    shown = _BOUNDED[name][2]
    return Parameter(name, Kind.QUANTITY_RANGE, None, f"Where every {shown} lies; null is no bound.")


RULE = Rule(
    id="resources/range",
    demands="Every request and limit for which bounds are set is written and lies between them.",
    why="A container that asks for more than any node has stays Pending for ever, and one that asks for next to "
    "nothing is placed where there is no room for it (Kubernetes, Limit Ranges).",
    fix="Write a quantity between the bounds.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {limits: {memory: 16Gi}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {limits: {memory: 2Gi}}
""",
    severity=Severity.ERROR,
    profile=None,
    judge=per_workload(_check, _applies),
    parameters=(*(_parameter(name) for name in _BOUNDED), INIT, LIMIT_RANGE_COUNTS),
    example_parameters={"memory_limit": ("64Mi", "4Gi")},
)
