"""Every workload that can be scaled is."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.partial import unless_elsewhere
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Scope, Severity, Verdict, failed
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind in parameters["kinds"]


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if world.autoscaler_of(workload) is None:
        found = failed(workload.object, "no autoscaler scales it", "/metadata/name")
        yield unless_elsewhere(world, found, "an autoscaler")


RULE = Rule(
    id="scaling/autoscaler-present",
    demands="Every Deployment has an autoscaler.",
    why="A fixed number of pods is too few at the highest load and too many at the least. Not every program can be "
    "scaled, so the rule is off until it is switched on.",
    fix="Add a HorizontalPodAutoscaler or a ScaledObject that targets it.",
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
    severity=Severity.WARNING,
    profile=None,
    judge=per_workload(_check, _applies),
    parameters=(Parameter("kinds", Kind.TEXTS, ("Deployment",), "The kinds that are judged."),),
    scope=Scope.SET,
    singleton_waives=True,
)
