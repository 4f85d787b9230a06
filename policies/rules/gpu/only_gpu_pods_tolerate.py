"""Pods without a GPU stay off GPU nodes."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU, TAINT
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.gpu import has_gpus
from policies.workload.toleration import parse_taint, read_tolerations
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """A DaemonSet belongs on every node. A claim may be one of a GPU: DRA asks for it outside of resources."""
    claims = Field(workload.pod.spec).at("resourceClaims").value
    return workload.object.kind != "DaemonSet" and not claims and not has_gpus(workload.pod, parameters["resources"])


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    key = parse_taint(parameters["taint"]).key
    try:
        for toleration in read_tolerations(workload.pod):
            if toleration.key == key:
                message = f"the pod tolerates {key} and asks for no GPU"
                yield failed(workload.object, message, toleration.pointer)
    except UnreadableError as error:
        yield not_evaluated(workload.object, str(error), f"{workload.pod.pointer}/tolerations")


RULE = Rule(
    id="gpu/only-gpu-pods-tolerate",
    demands="A pod that asks for no GPU does not tolerate the taint of GPU nodes.",
    why="Such a pod takes CPU and memory on the dearest nodes there are: a GPU stays idle because nothing else of its "
    "node is left, and the node is never scaled down.",
    fix="Take the toleration away.",
    bad="""
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
          resources: {requests: {cpu: 2}}
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
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {requests: {cpu: 2}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    judge=per_workload(_check, _applies),
    parameters=(TAINT, GPU),
)
