"""A workload whose GPUs are shared is not scaled on the utilisation of a whole GPU."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policies.parameters import GPU
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.autoscaler import Autoscaler
from policies.workload.field import Field, UnreadableError
from policies.workload.gpu import pod_gpus
from policies.workload.workload import Workload
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        scaler = world.autoscaler_of(workload)
        if scaler is None or not pod_gpus(workload.pod, parameters["resources"]):
            continue
        try:
            yield from settled(scaler.object, list(_check(workload, scaler, parameters)))
        except UnreadableError as error:
            yield not_evaluated(scaler.object, str(error))


def _check(workload: Workload, scaler: Autoscaler, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    sharing = _sharing(pod_gpus(workload.pod, parameters["resources"]), parameters["shared"])
    if not sharing:
        return
    for text in _metrics(Field(scaler.object.body).at("spec")):
        found = next((name for name in parameters["metrics"] if fnmatchcase(text.text().lower(), name.lower())), None)
        if found is not None:
            message = f"it scales {workload.short} on {found.strip('*')}, {sharing}"
            yield failed(scaler.object, message, text.pointer, about=workload.object)


def _sharing(counts: Mapping[str, int], shared: bool) -> str:
    """What is wrong with the utilisation of a GPU for this pod, "" if nothing."""
    slice_ = next((name for name in counts if "/mig-" in name), None)
    if slice_ is not None:
        return f"which DCGM does not report for {slice_}"
    name = next((name for name in counts if shared or name.endswith(".shared")), None)
    return f"which is that of all pods that share one {name}" if name is not None else ""


def _metrics(spec: Field) -> Iterator[Field]:
    """The names of an autoscaler's metrics, and the queries of its triggers."""
    for metric in spec.at("metrics").items():
        for source in ("pods", "external", "object"):
            yield metric.at(source, "metric", "name")
    for trigger in spec.at("triggers").items():
        for key in ("query", "metricName"):
            yield trigger.at("metadata", key)


RULE = Rule(
    id="gpu/metric-fits-sharing",
    demands="A workload on slices or shares of GPUs is not scaled on the utilisation of a whole GPU.",
    why="DCGM reports no GPU_UTIL for a MIG instance, and under time-slicing one value for all pods of the GPU: the "
    "autoscaler stands still, or scales everything at once (NVIDIA/dcgm-exporter#430, #642).",
    fix="Scale on DCGM_FI_PROF_GR_ENGINE_ACTIVE, or on the queue of the server.",
    bad="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: model}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}
  maxReplicas: 4
  metrics:
    - type: Pods
      pods: {metric: {name: DCGM_FI_DEV_GPU_UTIL}, target: {type: AverageValue, averageValue: 80}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/mig-1g.5gb: 1}}
""",
    good="""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: model}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}
  maxReplicas: 4
  metrics:
    - type: Pods
      pods: {metric: {name: DCGM_FI_PROF_GR_ENGINE_ACTIVE}, target: {type: AverageValue, averageValue: 800m}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/mig-1g.5gb: 1}}
""",
    severity=Severity.ERROR,
    profile=None,
    judge=_judge,
    parameters=(
        Parameter("metrics", Kind.TEXTS, ("*GPU_UTIL*",), "Metrics of a whole GPU, in names and queries, in any case."),
        Parameter("shared", Kind.BOOL, False, "Whether nodes share GPUs without saying so in the resource's name."),
        GPU,
    ),
    scope=Scope.SET,
)
