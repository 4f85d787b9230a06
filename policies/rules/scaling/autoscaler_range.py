"""An autoscaler has room to scale."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import polaris
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for scaler in world.autoscalers:
        if scaler.unreadable:
            yield not_evaluated(scaler.object, scaler.unreadable)
        else:
            yield from settled(scaler.object, _check(scaler, parameters))


def _check(scaler: Autoscaler, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    minimum = scaler.kind.absent_minimum if scaler.minimum is None else scaler.minimum
    maximum = scaler.kind.absent_maximum if scaler.maximum is None else scaler.maximum
    if maximum is None:
        yield failed(scaler.object, f"{scaler.kind.maximum} is not written", scaler.maximum_pointer)
        return
    low, high = f"{scaler.kind.minimum} {minimum}", f"{scaler.kind.maximum} {maximum}"
    refused = _refused(scaler, minimum, maximum)
    spread = parameters["min_spread"]
    if refused is not None:
        yield refused
    elif spread is not None and maximum - minimum < spread:
        message = f"{high} is less than {spread} above {low}"
        yield failed(scaler.object, message, scaler.maximum_pointer)
    elif minimum == maximum and spread is None:
        message = f"{low} is {high}: it never scales"
        yield failed(scaler.object, message, scaler.maximum_pointer, severity=Severity.INFO)
    allowed = parameters["range"]
    if allowed is not None:
        least, most = allowed
        if minimum < least:
            yield failed(scaler.object, f"{low} is below {least}", scaler.minimum_pointer)
        if maximum > most:
            yield failed(scaler.object, f"{high} is above {most}", scaler.maximum_pointer)


def _refused(scaler: Autoscaler, minimum: int, maximum: int) -> Verdict | None:
    """What the API server, or KEDA's CheckReplicaCountBoundsAreValid, refuses."""
    low, high = f"{scaler.kind.minimum} {minimum}", f"{scaler.kind.maximum} {maximum}"
    if minimum < 0:
        return failed(scaler.object, f"{low} is below 0", scaler.minimum_pointer)
    if maximum < 1:
        return failed(scaler.object, f"{high} is below 1", scaler.maximum_pointer)
    if minimum > maximum:
        return failed(scaler.object, f"{low} is above {high}", scaler.minimum_pointer)
    if scaler.idle is not None and scaler.idle >= minimum:
        message = f"{scaler.kind.idle} {scaler.idle} is not below {low}, which KEDA refuses"
        return failed(scaler.object, message, scaler.idle_pointer)
    return None


RULE = Rule(
    id="scaling/autoscaler-range",
    demands="An autoscaler has a maximum, and its minimum is not above it.",
    why="The API server refuses an autoscaler without maxReplicas or with a minimum above it (Kubernetes, "
    "HorizontalPodAutoscaler v2); one whose minimum is its maximum is alive and never does anything.",
    fix="Set the maximum above the minimum.",
    bad="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 4
  maxReplicas: 2
""",
    good="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 4
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*polaris("hpaMaxAvailability"),),
    judge=_judge,
    parameters=(
        Parameter(
            "min_spread",
            Kind.INTEGER,
            None,
            "The least distance from minimum to maximum; not set: none, and equal bounds are only an info.",
        ),
        Parameter("range", Kind.RANGE, None, "Both bounds must lie inside."),
    ),
)
