"""A budget demands fewer pods than the autoscaler keeps."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import polaris
from policies.parameters import EQUAL
from policies.per_workload import settled
from policies.rule import Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.budget import Budget
from policies.workload.workload import Workload
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for budget in world.budgets:
        selected = world.selected_by(budget)
        if budget.min_available is not None and any(world.autoscaler_of(workload) for workload in selected):
            yield from settled(budget.object, _check(world, budget, selected, parameters))


def _check(
    world: World, budget: Budget, selected: tuple[Workload, ...], parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    bounds = [world.minimum(workload) for workload in selected]
    unreadable = next((bound for bound in bounds if bound.unreadable), None)
    if unreadable is not None:
        yield not_evaluated(budget.object, f"{unreadable.object.short}: {unreadable.unreadable}")
        return
    pods = sum(bound.value for bound in bounds)
    spare = budget.evictions(pods)
    if spare < 0 or (spare == 0 and parameters["equal"] == "fail"):
        how = "is" if spare == 0 else "is above"
        autoscalers = [scaler.short for workload in selected if (scaler := world.autoscaler_of(workload)) is not None]
        message = f"{budget.demand} {how} the minimum of {pods} that {' and '.join(autoscalers)} keeps"
        about = selected[0].object if len(selected) == 1 else None
        yield failed(budget.object, message, budget.demand_pointer, about=about)


RULE = Rule(
    id="disruption/budget-below-autoscaler-minimum",
    demands="A budget demands fewer pods than the autoscaler of the same pods keeps.",
    why="At the least load the autoscaler runs its minimum: a budget that demands as many lets no pod go, so that a "
    "drain hangs at night and works at noon (Fairwinds Polaris, pdbMinAvailableGreaterThanHPAMinReplicas).",
    fix="Write maxUnavailable: 1 instead, or raise the autoscaler's minimum.",
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
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 10
""",
    good="""
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
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 3
  maxReplicas: 10
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(*polaris("pdbMinAvailableEqualToHPAMinReplicas", "pdbMinAvailableGreaterThanHPAMinReplicas"),),
    judge=_judge,
    parameters=(EQUAL,),
    scope=Scope.SET,
    singleton_waives=True,
)
