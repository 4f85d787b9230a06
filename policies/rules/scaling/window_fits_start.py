"""An autoscaler waits with shrinking at least as long as a pod takes to start."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import child
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.workload.field import UnreadableError
from policies.workload.metric import direction_of
from policies.workload.stated import stated_seconds
from policies.workload.workload import Workload
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        scaler = world.autoscaler_of(workload)
        if scaler is None:
            continue
        try:
            yield from settled(workload.object, _check(workload, scaler, parameters["metric_delay"]))
        except UnreadableError as error:
            yield not_evaluated(workload.object, str(error))


def _check(workload: Workload, scaler: Autoscaler, delay: int) -> Iterator[Verdict]:
    start = stated_seconds(workload, "loads-within")
    if start is None:
        yield not_evaluated(workload.object, "no annotation roadstead.dev/loads-within says how long a start takes")
        return
    try:
        down = direction_of(scaler, "scaleDown")
    except UnreadableError as error:
        yield not_evaluated(workload.object, f"{scaler.short}: {error}")
        return
    if down.select != "Disabled" and down.window < start + delay:
        message = (
            f"stabilizationWindowSeconds is {down.window}, "
            f"but a pod of {workload.short} takes {start} s to start and its metric {delay} s to show it"
        )
        field = child(down.pointer, "stabilizationWindowSeconds")
        yield failed(scaler.object, message, field, about=workload.object)


RULE = Rule(
    id="scaling/window-fits-start",
    demands="The window of scaleDown is at least the time that a pod takes to start and its metric to show it.",
    why="A shorter window takes pods away on the strength of a lull that is shorter than it takes to bring them back: "
    "the load returns and finds them loading (Kubernetes, Horizontal Pod Autoscaling, flapping).",
    fix="Raise behavior.scaleDown.stabilizationWindowSeconds.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  annotations: {roadstead.dev/loads-within: 10m}
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
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  annotations: {roadstead.dev/loads-within: 10m}
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
  behavior: {scaleDown: {stabilizationWindowSeconds: 660}}
""",
    severity=Severity.WARNING,
    profile=None,
    judge=_judge,
    parameters=(
        Parameter("metric_delay", Kind.INTEGER, 60, "Seconds until the metric of a pod reaches the autoscaler."),
    ),
    scope=Scope.SET,
)
