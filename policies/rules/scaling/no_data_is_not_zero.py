"""When Prometheus is silent, nothing shrinks."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from policies.per_workload import settled
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.workload.field import Field, UnreadableError, as_written
from policies.workload.metric import direction_of
from policies.world import World

_BEHAVIORS = ("currentReplicas", "currentReplicasIfHigher")
_FALSE = ("false", "False", "FALSE", "f", "F", "0")  # strconv.ParseBool


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for scaler in world.autoscalers:
        if scaler.object.kind != "ScaledObject":
            continue
        try:
            spec = Field(scaler.object.body).at("spec")
            triggers = [item for item in spec.at("triggers").items() if item.at("type").value == "prometheus"]
            if triggers:
                yield from settled(scaler.object, _check(scaler, spec, triggers))
        except UnreadableError as error:
            yield not_evaluated(scaler.object, str(error))


def _check(scaler: Autoscaler, spec: Field, triggers: list[Field]) -> Iterator[Verdict]:
    for trigger in triggers:
        ignored = trigger.at("metadata", "ignoreNullValues")
        if ignored.value is not False and ignored.value not in _FALSE:
            shown = "not written" if ignored.value is None else as_written(ignored.value)
            message = f"ignoreNullValues is {shown}: a query without a result counts as 0"
            yield failed(scaler.object, message, ignored.pointer)
    fallback = spec.at("fallback")
    if fallback.value is None:
        yield failed(scaler.object, "no fallback: without Prometheus it shrinks or stands still", fallback.pointer)
        return
    fact, field = _fault(scaler, fallback)
    if fact:
        yield failed(scaler.object, fact, field.pointer, fix="Write fallback.behavior: currentReplicas.")


def _fault(scaler: Autoscaler, fallback: Field) -> tuple[str, Field]:
    """What keeps a fallback from holding the pods, "" for nothing, and the field."""
    replicas = fallback.at("replicas")
    count = replicas.integer() or 0
    if fallback.at("behavior").text() in _BEHAVIORS:
        return "", replicas
    least = max(1, scaler.minimum or 1)
    if count < least:
        return f"fallback has {count} replicas, fewer than the minimum of {least}", replicas
    tolerance = direction_of(scaler, "scaleUp").tolerance
    highest = least * (1 + (Fraction(1, 10) if tolerance is None else tolerance))
    if least < count <= highest:
        return f"fallback to {count} is within the tolerance from {least}: nothing happens", replicas
    return "", replicas


RULE = Rule(
    id="scaling/no-data-is-not-zero",
    demands="A KEDA trigger on Prometheus tells no data from zero, and a fallback holds the pods until data is back.",
    why="By default KEDA reads a query without a result as 0: when Prometheus, the exporter or a label goes, all pods "
    "but the minimum go with it, under full load. A fixed fallback inside of the tolerance changes nothing (KEDA, "
    "Prometheus scaler and fallback).",
    fix='Write ignoreNullValues: "false" and a fallback with behavior: currentReplicas.',
    bad="""
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: model}
spec:
  scaleTargetRef: {name: model}
  minReplicaCount: 2
  fallback: {failureThreshold: 4, replicas: 2, behavior: currentReplicas}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus:9090", query: sum(gpu_utilization), threshold: "40"}
""",
    good="""
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: model}
spec:
  scaleTargetRef: {name: model}
  minReplicaCount: 2
  fallback: {failureThreshold: 4, replicas: 2, behavior: currentReplicas}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: http://prometheus:9090
        query: sum(gpu_utilization)
        threshold: "40"
        ignoreNullValues: "false"
""",
    severity=Severity.WARNING,
    profile=Profile.PRODUCTION,
    judge=_judge,
)
