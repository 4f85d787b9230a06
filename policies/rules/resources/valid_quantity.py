"""Quantities can be read, are not negative, and no request is above its limit."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import join
from manifests.quantity import parse_quantity
from policies.objects import Object
from policies.per_workload import per_workload, settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.container import Resources
from policies.workload.field import Field, UnreadableError, as_written
from policies.workload.gpu import is_gpu
from policies.workload.limit_range import Defaults
from policies.workload.totals import amount
from policies.workload.workload import Workload
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    yield from per_workload(_of_workload)(world, parameters)
    for item in world.of_kind("ResourceQuota", "LimitRange"):
        try:
            yield from settled(item, _of_policy(item))
        except UnreadableError as error:
            yield not_evaluated(item, str(error))


def _of_workload(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = world.defaults_in(workload.object.namespace)
    yield from _of_resources(workload.object, workload.pod.resources, None, Defaults())
    for container in workload.pod.containers:
        yield from _of_resources(workload.object, container.resources, container.name, defaults)


def _of_resources(item: Object, found: Resources, container: str | None, defaults: Defaults) -> Iterator[Verdict]:
    unreadable = set()
    sides = (("request", found.requests, found.request_pointer), ("limit", found.limits, found.limit_pointer))
    for side, quantities, pointer in sides:
        for name, quantity in quantities.items():
            mistake = _mistake(quantity)
            if mistake:
                unreadable.add(name)
                yield failed(item, f"{name} {side} {mistake}", pointer(name), container)
    for name, request in found.requests.items():
        given = defaults.limits.get(name)
        limit = found.limits.get(name, given.quantity if given else None)
        if name in unreadable or limit is None or _mistake(limit) or is_gpu(name) or amount(request) <= amount(limit):
            continue
        source = "its limit" if name in found.limits or given is None else f"what {given.giver} gives as limit,"
        fix = "Lower the request, or raise the limit."
        yield failed(
            item, f"{name} request {request} is above {source} {limit}", found.request_pointer(name), container, fix
        )


def _of_policy(item: Object) -> Iterator[Verdict]:
    spec = Field(item.body).at("spec")
    fields = [spec.at("hard")]
    for entry in spec.at("limits").items():
        fields += [entry.at(key) for key in ("default", "defaultRequest", "max", "min")]
    for field in fields:
        for name, quantity in field.quantities().items():
            mistake = _mistake(quantity)
            if mistake:
                yield failed(item, f"{name} {mistake}", field.pointer + join(name))


def _mistake(quantity: Any) -> str:
    """What is wrong with a quantity by itself, "" if nothing."""
    if isinstance(quantity, bool) or not isinstance(quantity, str | int | float):
        return "is no quantity"
    try:
        return f"{quantity} is negative" if parse_quantity(quantity).amount < 0 else ""
    except ValueError:
        return f'"{as_written(quantity)}" is no quantity'


RULE = Rule(
    id="resources/valid-quantity",
    demands="Every quantity can be read, none is negative, and no request is above its limit.",
    why="The API server refuses such an object, and Flux stays at the revision before it; where a LimitRange gives "
    "the limit, the object is taken and its pods are refused (Kubernetes, Limit Ranges).",
    fix="Write a number with a unit of Kubernetes, such as 500m, 1.5, 512Mi or 2Gi.",
    bad="""
apiVersion: v1
kind: Pod
metadata: {name: shell}
spec:
  containers:
    - name: shell
      image: registry.example.com/shell:1.0.0
      resources: {requests: {memory: 512MB}}
""",
    good="""
apiVersion: v1
kind: Pod
metadata: {name: shell}
spec:
  containers:
    - name: shell
      image: registry.example.com/shell:1.0.0
      resources: {requests: {memory: 512Mi}, limits: {memory: 512Mi}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
