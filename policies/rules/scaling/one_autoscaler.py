"""Nothing is scaled by two autoscalers."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.autoscaler import Autoscaler
from policies.world import World

# Groups that have served one kind (extensions/v1beta1 Deployment), and what stands where none is written.
_ONE_KIND = ("", "apps", "extensions")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    first: dict[tuple[str, str, str, str], Autoscaler] = {}
    for scaler in world.autoscalers:
        target = scaler.target
        if not target.name:
            yield not_evaluated(scaler.object, scaler.unreadable)
            continue
        group = "" if target.group in _ONE_KIND else target.group
        other = first.setdefault((scaler.object.namespace, group, target.kind, target.name), scaler)
        if other is scaler:
            yield passed(scaler.object)
        else:
            message = f"{other.short} scales {target.kind}/{target.name} too"
            yield failed(scaler.object, message, "/spec/scaleTargetRef/name")


RULE = Rule(
    id="scaling/one-autoscaler",
    demands="A workload has at most one autoscaler.",
    why="Two autoscalers of one workload do nothing: each finds the other, says AmbiguousSelector and stops. KEDA "
    "makes a HorizontalPodAutoscaler of every ScaledObject, so that one beside it is the second (kedacore/keda#5825).",
    fix="Keep one of them, with the metrics of both.",
    bad="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 10
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: backend}
spec:
  scaleTargetRef: {name: backend}
  minReplicaCount: 2
""",
    good="""
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: backend}
spec:
  scaleTargetRef: {name: backend}
  minReplicaCount: 2
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*kyverno("prevent-duplicate-hpa"),),
    judge=_judge,
    scope=Scope.SET,
)
