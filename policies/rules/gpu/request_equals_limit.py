"""GPU request and limit are equal."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.gpu import gpu_names, names_gpus
from policies.workload.totals import differ
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return names_gpus(workload.pod, parameters["resources"])


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in workload.pod.containers:
        resources = container.resources
        for name in gpu_names(container, parameters["resources"]):
            request, limit = resources.requests.get(name), resources.limits.get(name)
            if differ(request, limit):
                message = f"{name} request {request} is not the limit {limit}"
                yield failed(workload.object, message, resources.request_pointer(name), container.name)


RULE = Rule(
    id="gpu/request-equals-limit",
    demands="GPU request and limit are equal where both are written.",
    why="GPUs can't be overcommitted: the API server refuses two different numbers (Kubernetes, Schedule GPUs).",
    fix="Write the limit alone; the request follows it.",
    bad="""
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: notebook}
spec:
  serviceName: notebook
  selector: {matchLabels: {app: notebook}}
  template:
    metadata: {labels: {app: notebook}}
    spec:
      containers:
        - name: jupyter
          image: registry.example.com/notebook:1.0.0
          resources: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 2}}
""",
    good="""
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: notebook}
spec:
  serviceName: notebook
  selector: {matchLabels: {app: notebook}}
  template:
    metadata: {labels: {app: notebook}}
    spec:
      containers:
        - name: jupyter
          image: registry.example.com/notebook:1.0.0
          resources: {requests: {nvidia.com/gpu: 2}, limits: {nvidia.com/gpu: 2}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_workload(_check, _applies),
    parameters=(GPU,),
)
