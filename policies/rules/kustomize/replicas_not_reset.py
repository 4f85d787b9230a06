"""No entry of replicas sets what an autoscaler owns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import KustomizationFile
from policies.workload.workload import Workload
from policies.world import World

_KINDS = ("Deployment", "ReplicaSet", "ReplicationController", "StatefulSet")
"""What the replicas transformer changes (kustomize, builtinpluginconsts/replicas.go)."""


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if world.sources is None or not any(each.replicas for each in world.sources.kustomizations):
        return
    named: dict[str, list[Workload]] = {}
    for workload in world.workloads:
        if workload.object.kind in _KINDS:
            named.setdefault(workload.object.name, []).append(workload)
    for each in world.sources.kustomizations:
        if each.replicas:
            yield from settled(each.object, _failures(world, each, named))


def _failures(world: World, file: KustomizationFile, named: Mapping[str, list[Workload]]) -> Iterator[Verdict]:
    for entry in file.replicas:
        for workload in named.get(entry.name, ()):
            scaler = world.autoscaler_of(workload)
            if scaler is not None:
                message = f"replicas sets {workload.short}, which {scaler.object.short} scales"
                found = failed(file.object, message, entry.field, place=entry.place)
                yield replace(found, part_of=workload.object)
                break


RULE = Rule(
    id="kustomize/replicas-not-reset",
    demands="No entry of replicas names a workload that an autoscaler scales.",
    why="The replicas transformer writes spec.replicas even where the base leaves it out, so every apply sets the "
    "number of pods back to the one in Git, under load too.",
    fix="Take the entry away, and patch minReplicas of the autoscaler.",
    bad="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
replicas:
  - {name: backend, count: 3}
# file: base/kustomization.yaml
resources: [deployment.yaml, hpa.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: backend}]
# file: base/hpa.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
""",
    good="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
replicas:
  - {name: backend, count: 3}
# file: base/kustomization.yaml
resources: [deployment.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: backend}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    yields_to=("scaling/autoscaler-owns-replicas",),
    judge=_judge,
    scope=Scope.FILES,
)
