"""A quota holds everything in its namespace at maximum, during a rollout."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from manifests.pointer import join
from manifests.quantity import canonical
from policies.demand import Demand, demands_of, measured, shares, some, without
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.quota import Quota
from policies.workload.totals import amount, is_quantity
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for quota in world.quotas:
        names = [name for name in quota.hard if measured(name) and is_quantity(quota.hard[name])]
        if quota.unreadable:
            yield not_evaluated(quota.object, quota.unreadable)
        elif quota.scoped:
            yield not_evaluated(quota.object, "it counts only the pods of its scopes")
        elif names:
            yield from settled(quota.object, _check(world, quota, names))


def _check(world: World, quota: Quota, names: list[str]) -> Iterator[Verdict]:
    demands = demands_of(world, quota.object.namespace)
    found = False
    for name in names:
        field = join("spec", "hard", name)
        lacking = [text for demand in demands for text in without(demand, name)]
        if lacking:
            found = True
            message = f"{name} is limited, but {some(lacking)} has none, and Kubernetes refuses its pods"
            yield failed(quota.object, message, field, fix="Write it in each container, or in a LimitRange.")
            continue
        asked = [(demand, demand.total(name)) for demand in demands]
        total = sum((asks for _, asks in asked), Fraction(0))
        if total > amount(quota.hard[name]):
            found = True
            yield failed(quota.object, _exceeded(quota, name, total, asked), field)
    unknown = next((demand for demand in demands if demand.unknown), None)
    if unknown is not None and not found:
        yield not_evaluated(quota.object, f"{unknown.workload.short}: {unknown.unknown}")


def _exceeded(quota: Quota, name: str, total: Fraction, asked: list[tuple[Demand, Fraction]]) -> str:
    hard = str(quota.hard[name])
    return f"{name} is {hard}, a rollout at maximum asks for {canonical(total, like=hard)}: {shares(asked, hard)}"


RULE = Rule(
    id="capacity/quota",
    demands="A ResourceQuota holds all pods of its namespace at maximum scale, with those that a rollout adds.",
    why="Pods count until they are gone: a rollout at maximum has up to twice the pods. A live control plane at 31 of "
    "31 pods refused the new ones and the migration, just when the load was greatest.",
    fix="Raise the quota, or lower maxReplicas.",
    bad="""
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec: {hard: {requests.cpu: "4"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 3
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {requests: {cpu: "1"}}
""",
    good="""
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec: {hard: {requests.cpu: "6"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 3
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {requests: {cpu: "1"}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
