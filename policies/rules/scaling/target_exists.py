"""An autoscaler scales something that is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score, kyverno
from policies.indexes.partial import unless_elsewhere
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.autoscaler import Autoscaler
from policies.world import World

_FIELD = "/spec/scaleTargetRef"
_GROUPS = {
    "Deployment": "apps",
    "StatefulSet": "apps",
    "ReplicaSet": "apps",
    "ReplicationController": "",
    "Rollout": "argoproj.io",
}
# What runs pods and has no scale subresource.
_UNSCALED = {("apps", "DaemonSet"), ("batch", "Job"), ("batch", "CronJob"), ("", "Pod")}


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for scaler in world.autoscalers:
        yield not_evaluated(scaler.object, scaler.unreadable) if scaler.unreadable else _verdict(world, scaler)


def _verdict(world: World, scaler: Autoscaler) -> Verdict:
    target = scaler.target
    if (target.group, target.kind) in _UNSCALED:
        message = f"{target.kind}/{target.name} has no number of replicas that an autoscaler could set"
        return failed(scaler.object, message, f"{_FIELD}/kind", fix="Remove the autoscaler.")
    named = world.named(target.kind, target.name)
    here = [item for item in named if item.namespace == scaler.object.namespace]
    if any(item.group == target.group for item in here):
        return passed(scaler.object)
    short = f"{target.kind}/{target.name}"
    if here:
        found = here[0].identity.api_version
        message = f'scaleTargetRef has apiVersion "{target.api_version}", but {short} is {found}'
        return failed(scaler.object, message, f"{_FIELD}/apiVersion", fix=f"Write apiVersion: {found}.")
    if target.group not in ("", "extensions", _GROUPS.get(target.kind)) or target.kind not in _GROUPS:
        return not_evaluated(scaler.object, f"{short} is of a custom kind and not among the objects judged", _FIELD)
    if named:
        message = f"{short} is not in namespace {scaler.object.namespace}, but in {named[0].namespace}"
        verdict = failed(scaler.object, message, f"{_FIELD}/name", fix="Put both into one namespace.")
        return unless_elsewhere(world, verdict, short)
    others = (kind for kind in _GROUPS if kind != target.kind)
    twin = next((f", but {kind}/{target.name} is" for kind in others if _is_here(world, scaler, kind)), "")
    verdict = failed(scaler.object, f"{short} is not there{twin}", f"{_FIELD}/{'kind' if twin else 'name'}")
    return unless_elsewhere(world, verdict, short)


def _is_here(world: World, scaler: Autoscaler, kind: str) -> bool:
    return any(item.namespace == scaler.object.namespace for item in world.named(kind, scaler.target.name))


RULE = Rule(
    id="scaling/target-exists",
    demands="What an autoscaler scales is among the objects, in its namespace, with the same API group, kind and name.",
    why="An autoscaler that points at nothing is accepted and does nothing; kstatus, and so Flux, calls it ready.",
    fix="Correct scaleTargetRef, or remove the autoscaler.",
    bad="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: back-end}
  minReplicas: 2
  maxReplicas: 4
""",
    good="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 4
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
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("dangling-horizontalpodautoscaler"),
        *kube_score("horizontalpodautoscaler-has-target"),
        *kyverno("check-hpa-exists"),
    ),
    judge=_judge,
    scope=Scope.SET,
)
