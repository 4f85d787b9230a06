"""A GPU request has a limit beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.field import as_written
from policies.workload.gpu import gpu_names, names_gpus
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return names_gpus(workload.pod, parameters["resources"])


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in workload.pod.containers:
        for name in gpu_names(container, parameters["resources"]):
            if name not in container.resources.limits:
                request = as_written(container.resources.requests[name])
                message = f"{name} request {request} has no limit"
                yield failed(workload.object, message, container.resources.limit_pointer(name), container.name)


RULE = Rule(
    id="gpu/limit-set",
    demands="A GPU request has a limit beside it; a limit alone is fine.",
    why="GPUs can't be overcommitted: the API server refuses a request without a limit, and takes a limit alone as "
    "both (Kubernetes, Schedule GPUs).",
    fix="Write the same number under resources.limits.",
    bad="""
apiVersion: batch/v1
kind: Job
metadata: {name: train}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: train
          image: registry.example.com/train:1.0.0
          resources: {requests: {nvidia.com/gpu: 1}}
""",
    good="""
apiVersion: batch/v1
kind: Job
metadata: {name: train}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: train
          image: registry.example.com/train:1.0.0
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_workload(_check, _applies),
    parameters=(GPU,),
)
