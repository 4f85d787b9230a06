"""An autoscaler keeps enough pods by its own word."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score, polaris
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for scaler in world.autoscalers:
        if scaler.unreadable:
            yield not_evaluated(scaler.object, scaler.unreadable)
        else:
            yield from settled(scaler.object, _check(scaler, parameters))


def _check(scaler: Autoscaler, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    name, least = scaler.kind.minimum, parameters["min"]
    if scaler.minimum is None and parameters["absent"] == "pass":
        return
    if scaler.minimum is None and parameters["absent"] == "fail":
        yield failed(scaler.object, f"{name} is not written", scaler.minimum_pointer)
        return
    value = scaler.kind.absent_minimum if scaler.minimum is None else scaler.minimum
    if value < least:
        shown = f"absent, which is {value}" if scaler.minimum is None else str(value)
        yield failed(scaler.object, f"{name} is {shown}, at least {least} are demanded", scaler.minimum_pointer)


RULE = Rule(
    id="scaling/autoscaler-minimum",
    demands="An autoscaler's own minimum is large enough, whatever it scales.",
    why="At the least load the minimum is all that runs; one pod is an outage at every eviction. For what an "
    "autoscaler in the same repository scales, scaling/replica-minimum says the same with the workload's name.",
    fix="Set minReplicas, or minReplicaCount of a ScaledObject, to at least the minimum.",
    bad="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  maxReplicas: 10
""",
    good="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 10
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_linter("hpa-minimum-three-replicas"),
        *kube_score("horizontalpodautoscaler-replicas"),
        *polaris("hpaMinAvailability"),
    ),
    judge=_judge,
    parameters=(
        Parameter("min", Kind.INTEGER, 2, "The least minimum."),
        Parameter(
            "absent",
            Kind.CHOICE,
            1,
            "What an unwritten minimum is: 1 reads it as Kubernetes does (KEDA: 0), pass and fail decide.",
            (1, "pass", "fail"),
        ),
    ),
    singleton_waives=True,
)
