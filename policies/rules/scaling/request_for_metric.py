"""What an autoscaler divides by is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import child
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.workload.container import Container, Role
from policies.workload.field import UnreadableError
from policies.workload.metric import Metric, metrics_of
from policies.workload.pod import Pod
from policies.workload.workload import Workload
from policies.world import World

_JUDGED = (Role.REGULAR, Role.SIDECAR)


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        scaler = world.autoscaler_of(workload)
        if scaler is None:
            continue
        if workload.unreadable:
            yield not_evaluated(workload.object, workload.unreadable)
            continue
        try:
            metrics = [metric for metric in metrics_of(scaler) if metric.divides_by_request]
        except UnreadableError as error:
            yield not_evaluated(workload.object, f"{scaler.short}: {error}")
            continue
        if metrics:
            yield from settled(workload.object, _check(world, workload, scaler, metrics))


def _check(world: World, workload: Workload, scaler: Autoscaler, metrics: list[Metric]) -> Iterator[Verdict]:
    defaults = world.defaults_in(workload.object.namespace)
    told = set()
    for metric in metrics:
        containers = [item for item in workload.pod.of(*_JUDGED) if metric.container in ("", item.name)]
        if metric.container and not containers:
            message = f"{workload.short} has no container {metric.container}"
            yield failed(scaler.object, message, _container_pointer(metric, scaler), about=workload.object)
        lacking = [item for item in containers if defaults.request_of(item, metric.name) is None]
        if not metric.container and _counts_as_a_whole(workload.pod, metric.name, len(lacking) < len(containers)):
            continue
        for container in lacking:
            if (container.pointer, metric.name) not in told:
                told.add((container.pointer, metric.name))
                yield _lack(workload, container, metric.name, scaler)


def _counts_as_a_whole(pod: Pod, name: str, any_container: bool) -> bool:
    """Whether the pod's own request stands for those of its containers.

    Where a pod has any request of its own, the autoscaler takes the pod's sum (calculatePodLevelRequests of
    replica_calculator.go): its own of this resource, or else that of the containers that have one.
    """
    own = {**pod.resources.limits, **pod.resources.requests}
    return name in own or (bool(own) and any_container)


def _container_pointer(metric: Metric, scaler: Autoscaler) -> str:
    below = (
        ("metadata", "containerName") if scaler.object.kind == "ScaledObject" else ("containerResource", "container")
    )
    return child(child(metric.pointer, below[0]), below[1])


def _lack(workload: Workload, container: Container, name: str, scaler: Autoscaler) -> Verdict:
    shown = {"cpu": "CPU"}.get(name, name)
    message = f"no {shown} request, by which {scaler.short} divides"
    return failed(workload.object, message, container.resources.request_pointer(name), container.name)


RULE = Rule(
    id="scaling/request-for-metric",
    demands="Every container whose utilisation an autoscaler measures, sidecars too, has a request of that resource.",
    why="Utilisation is a share of the request. If one container of the pod, such as an injected proxy, has none, the "
    "autoscaler does nothing at all and only an event says so (kubernetes/kubernetes#79365).",
    fix="Write the request, or measure one container with a ContainerResource metric.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - {name: api, image: "registry.example.com/backend:1.5.0", resources: {requests: {cpu: 250m}}}
        - {name: proxy, image: "registry.example.com/proxy:1.2.0"}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
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
      containers:
        - {name: api, image: "registry.example.com/backend:1.5.0", resources: {requests: {cpu: 250m}}}
        - {name: proxy, image: "registry.example.com/proxy:1.2.0"}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: ContainerResource
      containerResource: {name: cpu, container: api, target: {type: Utilization, averageUtilization: 60}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
