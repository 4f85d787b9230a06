"""An autoscaler can do what is wanted of it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from manifests.pointer import child
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.workload.field import UnreadableError
from policies.workload.metric import Metric, direction_of, metrics_of
from policies.workload.scaling_goal import (
    Misfit,
    Place,
    Scaling,
    doubling_misfit,
    never_grows,
    shown,
    shrinking_misfit,
)
from policies.workload.stated import annotation_pointer, stated_percent
from policies.workload.workload import Workload
from policies.world import World

_LARGEST = 2**31 - 1  # what the API server takes as a number of pods
_FACTS = ("double-above", "shrink-below")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        if workload.unreadable:
            yield not_evaluated(workload.object, workload.unreadable)
            continue
        try:
            yield from _verdicts(world, workload, parameters["capped"])
        except UnreadableError as error:
            yield not_evaluated(workload.object, str(error))


def _verdicts(world: World, workload: Workload, capped: tuple[str, ...]) -> Iterator[Verdict]:
    goals = {name: percent for name in _FACTS if (percent := stated_percent(workload, name)) is not None}
    scaler = world.autoscaler_of(workload)
    if scaler is None:
        for name in goals:
            yield failed(workload.object, f"{name} is stated, but no autoscaler scales it", annotation_pointer(name))
        return
    try:
        scalings = list(_scalings(world, workload, scaler, capped))
    except UnreadableError as error:
        yield not_evaluated(workload.object, f"{scaler.short}: {error}")
        return
    if scaler.unreadable:
        yield not_evaluated(workload.object, f"{scaler.short}: {scaler.unreadable}")
    elif goals and len(scalings) != 1:
        count = f"{len(scalings)} metrics" if scalings else "no metric"
        yield not_evaluated(workload.object, f"{scaler.short} has {count} in per cent, the goal is about one")
    elif goals:
        yield from settled(workload.object, _misfits(workload, scaler, *scalings[0], goals))
    elif scalings:
        yield from settled(workload.object, _dead(workload, scaler, scalings))


def _misfits(
    workload: Workload, scaler: Autoscaler, metric: Metric, scaling: Scaling, goals: Mapping[str, int]
) -> Iterator[Verdict]:
    double, shrink = goals.get("double-above"), goals.get("shrink-below")
    found: list[tuple[str, Misfit | None]] = []
    if double is not None:
        found.append(("double-above", doubling_misfit(scaling, double)))
    if shrink is not None:
        found.append(("shrink-below", shrinking_misfit(scaling, shrink, double)))
    for name, misfit in found:
        if misfit is not None:
            message = f"{workload.short} states {name} {goals[name]}, but {misfit.fact}"
            if misfit.place is Place.GOAL:
                yield failed(workload.object, message, annotation_pointer(name), fix="State another goal.")
            else:
                field = _pointer(misfit.place, metric, scaling)
                yield failed(scaler.object, message, field, about=workload.object)
    if double is None and never_grows(scaling):
        yield from _dead(workload, scaler, [(metric, scaling)])


def _dead(workload: Workload, scaler: Autoscaler, scalings: list[tuple[Metric, Scaling]]) -> Iterator[Verdict]:
    for metric, scaling in scalings:
        if never_grows(scaling):
            message = (
                f"it never grows: that needs more than {shown(scaling.grows_above)}, and its metric is never above 100"
            )
            fix = "Lower the target: growth begins above target x (1 + tolerance)."
            yield failed(scaler.object, message, metric.target_pointer, fix=fix, about=workload.object)


def _scalings(
    world: World, workload: Workload, scaler: Autoscaler, capped: tuple[str, ...]
) -> Iterator[tuple[Metric, Scaling]]:
    """The metrics whose target is a share of 100: a utilisation, or the average of a metric that is known to be one."""
    for metric in metrics_of(scaler):
        is_capped = _is_capped(metric, capped)
        average = is_capped and metric.target_type == "AverageValue"
        if metric.target is not None and metric.target > 0 and (metric.divides_by_request or average):
            yield (
                metric,
                Scaling(
                    target=metric.target,
                    step=Fraction(1) if metric.divides_by_request else Fraction(1, 1000),
                    capped=is_capped,
                    up=direction_of(scaler, "scaleUp"),
                    down=direction_of(scaler, "scaleDown"),
                    minimum=min(world.minimum(workload).value, _LARGEST),
                    maximum=min(world.maximum(workload).value, _LARGEST),
                ),
            )


def _is_capped(metric: Metric, capped: tuple[str, ...]) -> bool:
    return metric.source in ("Pods", "Object", "External") and any(name in metric.name for name in capped)


def _pointer(place: Place, metric: Metric, scaling: Scaling) -> str:
    if place is Place.TARGET:
        return metric.target_pointer
    direction = scaling.up if place.value.startswith("scaleUp") else scaling.down
    return child(direction.pointer, place.value.partition(".")[2])


RULE = Rule(
    id="scaling/goal-reachable",
    demands="An autoscaler does what double-above and shrink-below state, and a metric capped at 100 lets it grow.",
    why="Utilisation ends at 100: with target 80 the ratio is at most 1.25, so that two pods become three and never "
    "four, whatever the policies say. Nothing reports it, the autoscaler looks healthy.",
    fix="Set the target to half of double-above, scaleUp.tolerance to 1.0, and its policies to Percent 100.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  annotations: {roadstead.dev/double-above: "80"}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers: [{name: tf-serving, image: tensorflow/serving:2.19.1-gpu}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: model}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Pods
      pods: {metric: {name: gpu_utilization}, target: {type: AverageValue, averageValue: "80"}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  annotations: {roadstead.dev/double-above: "80"}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers: [{name: tf-serving, image: tensorflow/serving:2.19.1-gpu}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: model}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Pods
      pods: {metric: {name: gpu_utilization}, target: {type: AverageValue, averageValue: "40"}}
  behavior:
    scaleUp:
      tolerance: "1.0"
      policies: [{type: Percent, value: 100, periodSeconds: 60}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(
        Parameter(
            "capped",
            Kind.TEXTS,
            ("gpu_utilization", "DCGM_FI_DEV_GPU_UTIL"),
            "Metrics that are never above 100; a query that contains the name counts.",
        ),
    ),
    scope=Scope.SET,
)
