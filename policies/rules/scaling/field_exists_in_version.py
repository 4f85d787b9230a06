"""An autoscaler uses only what its cluster's version has."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.per_workload import settled
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.workload.field import UnreadableError
from policies.workload.metric import metrics_of, tolerance_pointers
from policies.workload.version import at_least
from policies.world import World

# The first versions in which a feature is on by default: HPAContainerMetrics, HPAConfigurableTolerance, HPAScaleToZero.
_CONTAINER_RESOURCE, _TOLERANCE, _ZERO = "1.27", "1.35", "1.37"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for scaler in world.autoscalers:
        if scaler.unreadable:
            yield not_evaluated(scaler.object, scaler.unreadable)
            continue
        try:
            yield from settled(scaler.object, _check(world, scaler))
        except UnreadableError as error:
            yield not_evaluated(scaler.object, str(error))


def _check(world: World, scaler: Autoscaler) -> Iterator[Verdict]:
    metrics = metrics_of(scaler)
    if not at_least(world.kubernetes, _TOLERANCE):
        for pointer in tolerance_pointers(scaler):
            yield failed(scaler.object, f"Kubernetes {world.kubernetes} drops tolerance: it is on from 1.35", pointer)
    if not at_least(world.kubernetes, _CONTAINER_RESOURCE):
        for metric in metrics:
            if metric.source == "ContainerResource":
                message = f"Kubernetes {world.kubernetes} has no ContainerResource metrics: they are on from 1.27"
                yield failed(scaler.object, message, metric.pointer)
    if scaler.object.kind != "HorizontalPodAutoscaler" or scaler.minimum != 0:
        return
    if not at_least(world.kubernetes, _ZERO):
        message = f"Kubernetes {world.kubernetes} refuses minReplicas 0: scaling to zero is on from 1.37"
        fix = "Write at least 1, or scale with a ScaledObject."
        yield failed(scaler.object, message, scaler.minimum_pointer, fix=fix)
    elif not any(metric.source in ("Object", "External") for metric in metrics):
        message = "minReplicas 0 without an Object or External metric, which the API server refuses"
        fix = "Write at least 1: pods that do not run have no metric that could wake them."
        yield failed(scaler.object, message, scaler.minimum_pointer, fix=fix)


RULE = Rule(
    id="scaling/field-exists-in-version",
    demands="An autoscaler uses tolerance, ContainerResource and a minimum of 0 only where the cluster has them.",
    why="The API server drops a field that is not on yet without a word, and the autoscaler then works with the "
    "default: a tolerance of 1.0 becomes 0.1. A minimum of 0 it refuses (KEP-4951, KEP-2021).",
    fix="State the cluster's version in policies.yaml, or do without the field.",
    bad="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 0
  maxReplicas: 10
""",
    good="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 1
  maxReplicas: 10
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
)
