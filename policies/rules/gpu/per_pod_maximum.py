"""A pod asks for no more GPUs than one node has."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.gpu import has_gpus, pod_gpus, written_gpus
from policies.workload.totals import amount
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return has_gpus(workload.pod, parameters["resources"])


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    globs, most = parameters["resources"], parameters["max"]
    counts = pod_gpus(workload.pod, globs)
    if sum(counts.values()) <= most:
        return
    asked = [
        (amount(quantity), field, container.name)
        for container in workload.pod.containers
        for _, quantity, field in written_gpus(container, globs)
    ]
    _, field, name = max(asked, key=lambda each: each[0])
    shown = " and ".join(f"{count} {resource}" for resource, count in counts.items())
    yield failed(workload.object, f"the pod asks for {shown}, more than {most}", field, name)


RULE = Rule(
    id="gpu/per-pod-maximum",
    demands="A pod asks for at most so many GPUs.",
    why="All GPUs of a pod come from one node: a pod that asks for more than the largest node has stays Pending for "
    "ever (Kubernetes, Schedule GPUs).",
    fix="Ask for fewer GPUs a pod, and run more pods.",
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
          resources: {limits: {nvidia.com/gpu: 16}}
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
          resources: {limits: {nvidia.com/gpu: 8}}
""",
    severity=Severity.ERROR,
    profile=None,
    judge=per_workload(_check, _applies),
    parameters=(Parameter("max", Kind.INTEGER, 8, "The most GPUs of a pod, of all kinds together."), GPU),
)
