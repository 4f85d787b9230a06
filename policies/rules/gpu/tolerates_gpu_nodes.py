"""A GPU pod tolerates the taint of GPU nodes."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU, TAINT
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.field import UnreadableError
from policies.workload.gpu import asks_for_gpus, gpu_names, is_gpu
from policies.workload.toleration import parse_taint, read_tolerations
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """A vendor's taint keeps pods from that vendor's nodes alone. A database's pod is its operator's."""
    if workload.kind.kind == "Cluster":
        return False
    globs = parameters["resources"]
    names = {
        name
        for container in workload.pod.containers
        if asks_for_gpus(container, globs)
        for name in gpu_names(container, globs)
    }
    key = parse_taint(parameters["taint"]).key
    return any(not is_gpu(key, globs) or _vendor(name) == _vendor(key) for name in names)


def _vendor(name: str) -> str:
    return name.partition("/")[0]


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    taint = parse_taint(parameters["taint"])
    field = f"{workload.pod.pointer}/tolerations"
    try:
        if not any(toleration.tolerates(taint) for toleration in read_tolerations(workload.pod)):
            message = f"the pod asks for a GPU and does not tolerate the taint {parameters['taint']}"
            yield failed(workload.object, message, field)
    except UnreadableError as error:
        yield not_evaluated(workload.object, str(error), field)


RULE = Rule(
    id="gpu/tolerates-gpu-nodes",
    demands="A pod that asks for a GPU tolerates the taint of GPU nodes.",
    why="GPU nodes are tainted so that other pods leave them alone: without the toleration the pod stays Pending, "
    "unless the cluster adds it (ExtendedResourceToleration, as GKE does).",
    fix="Add the toleration {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}.",
    bad="""
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
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    severity=Severity.WARNING,
    profile=Profile.PRODUCTION,
    judge=per_workload(_check, _applies),
    parameters=(TAINT, GPU),
)
