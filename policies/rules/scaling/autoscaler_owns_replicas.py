"""A workload with an autoscaler does not say how many replicas it wants."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_score
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.world import World

# Its scale subresource tells no selector (CloudNativePG, cluster_types.go), without which an autoscaler finds no pods
# and does nothing, and its definition demands `instances`.
_FIXES = {"Cluster": "Remove the autoscaler: it cannot scale a database."}


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        scaler = world.autoscaler_of(workload)
        if scaler is None:
            continue
        if workload.unreadable:
            yield not_evaluated(workload.object, workload.unreadable)
        elif workload.replicas is None:
            yield passed(workload.object)
        else:
            field = workload.replicas_pointer
            message = f"{field.rpartition('/')[2]} is {workload.replicas}, but {scaler.short} sets it"
            yield failed(workload.object, message, field, fix=_FIXES.get(workload.object.kind))


RULE = Rule(
    id="scaling/autoscaler-owns-replicas",
    demands="A workload that an autoscaler targets has no replicas of its own.",
    why="Flux applies Git again and again: a number in Git undoes what the autoscaler decided, at every "
    "reconciliation, most of all under load (Flux, FAQ).",
    fix="Remove the field; the autoscaler's minimum holds.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 3
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: backend}
spec:
  scaleTargetRef: {name: backend}
  minReplicaCount: 2
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
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: backend}
spec:
  scaleTargetRef: {name: backend}
  minReplicaCount: 2
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*kube_score("deployment-targeted-by-hpa-does-not-have-replicas-configured"),),
    judge=_judge,
    scope=Scope.SET,
)
