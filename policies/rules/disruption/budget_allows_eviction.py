"""Every budget lets at least one pod go when the load is least."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kyverno, polaris
from policies.parameters import EQUAL
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.budget import Budget
from policies.workload.workload import Workload
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for budget in world.budgets:
        if budget.unreadable:
            yield not_evaluated(budget.object, budget.unreadable)
            continue
        selected = world.selected_by(budget)
        if selected:
            yield from settled(budget.object, _check(world, budget, selected, parameters))


def _check(
    world: World, budget: Budget, selected: tuple[Workload, ...], parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    doubled = next(((other, item) for item in selected for other in _earlier(world, budget, item)), None)
    if doubled is not None:
        other, workload = doubled
        message = f"the pods of {workload.short} have {other.short} too, and Kubernetes evicts no pod with two budgets"
        yield failed(budget.object, message, "/spec/selector", fix="Keep one budget for these pods.")
        return
    mute = next((workload for workload in selected if not workload.kind.scales), None)
    if mute is not None:
        yield from _of_unscaled(budget, mute)
        return
    bounds = [(workload, world.minimum(workload)) for workload in selected]
    unreadable = next((bound.unreadable for _, bound in bounds if bound.unreadable), "")
    if unreadable:
        yield not_evaluated(budget.object, unreadable)
        return
    if all(world.maximum(workload).value == 0 for workload in selected):
        return
    pods = max(1, sum(bound.value for _, bound in bounds))
    spare = budget.evictions(pods)
    exempt = parameters["equal"] == "pass" and spare == 0 and isinstance(budget.min_available, int)
    if spare <= 0 and not exempt:
        names = " and ".join(workload.short for workload in selected)
        message = f"{budget.demand} allows no eviction at {pods} {_pods(pods)}, the least that {names} run"
        message = message if len(selected) > 1 else f"{message}s"
        about = selected[0].object if len(selected) == 1 else None
        yield failed(budget.object, message, budget.demand_pointer, about=about)


def _earlier(world: World, budget: Budget, workload: Workload) -> Iterator[Budget]:
    """Budgets of the same pods that come before this one by name, so that each pair is told once."""
    return (other for other in world.budgets_of(workload) if other.object.name < budget.object.name)


def _of_unscaled(budget: Budget, workload: Workload) -> Iterator[Verdict]:
    """Pods whose controller has no scale: Kubernetes then knows a whole number in minAvailable alone."""
    if budget.needs_scale:
        message = f"{budget.demand} allows no eviction: Kubernetes can't ask {workload.short} how many pods it wants"
        fix = "Write a whole number in minAvailable, or select no such pods."
        yield failed(budget.object, message, budget.demand_pointer, fix=fix)
    else:
        yield not_evaluated(budget.object, f"how many pods {workload.short} runs at a time is not written in it")


def _pods(count: int) -> str:
    return "pod" if count == 1 else "pods"


RULE = Rule(
    id="disruption/budget-allows-eviction",
    demands="Every budget lets at least one pod go when its workloads run their effective minimum.",
    why="A budget that lets nothing go stops every drain: node upgrades hang, most at night, when the load is least "
    "(Azure names it UnsatisfiablePDB). Percentages round up, so 90 % of 2 pods are both.",
    fix="Write maxUnavailable: 1, which follows the replicas, or raise the minimum above minAvailable.",
    bad="""
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: backend}
spec:
  minAvailable: 2
  selector: {matchLabels: {app: backend}}
---
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: backend}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: backend}}
---
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
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("pdb-max-unavailable", "pdb-min-available"),
        *polaris("pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMaxReplicas"),
        *kyverno(
            "deployment-replicas-higher-than-pdb", "pdb-maxunavailable", "pdb-minavailable", "require-reasonable-pdbs"
        ),
    ),
    judge=_judge,
    parameters=(EQUAL,),
    scope=Scope.SET,
    singleton_waives=True,
)
