"""Whatever runs several replicas has a budget."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_score, kyverno, polaris
from policies.indexes.partial import unless_elsewhere
from policies.objects import Object
from policies.parameters import FROM_REPLICAS
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind in parameters["kinds"]


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    bound = world.minimum(workload)
    if bound.unreadable:
        yield not_evaluated(workload.object, f"{bound.object.short}: {bound.unreadable}")
    elif bound.value >= parameters["from_replicas"] and not world.budgets_of(workload):
        unread = world.index(_unreadable).get(workload.object.namespace)
        if unread is not None:
            yield not_evaluated(workload.object, f"{unread.short} can't be read")
        else:
            message = f"no PodDisruptionBudget selects its pods, and it runs at least {bound.value}"
            yield unless_elsewhere(world, failed(workload.object, message, "/metadata/name"), "a budget")


def _unreadable(world: World) -> dict[str, Object]:
    """A budget that can't be read, of each namespace that has one: it may be the one that is missed."""
    return {budget.object.namespace: budget.object for budget in world.budgets if budget.unreadable}


RULE = Rule(
    id="disruption/budget-present",
    demands="Every workload whose effective minimum is two or more has a PodDisruptionBudget.",
    why="Without one a node upgrade may evict every replica at once: a drain asks the budget, and nothing else, how "
    "many pods may go (Kubernetes, Disruptions).",
    fix="Add a PodDisruptionBudget with maxUnavailable: 1 that selects its pods.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: backend}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: backend}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_score("deployment-has-poddisruptionbudget", "statefulset-has-poddisruptionbudget"),
        *polaris("missingPodDisruptionBudget"),
        *kyverno("require-pdb"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(
        FROM_REPLICAS,
        Parameter(
            "kinds", Kind.TEXTS, ("Deployment", "StatefulSet", "ReplicaSet", "Rollout"), "The kinds that are judged."
        ),
    ),
    scope=Scope.SET,
    singleton_waives=True,
)
