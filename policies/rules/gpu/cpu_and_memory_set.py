"""A container with a GPU has CPU and memory too."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.partial import unless_elsewhere
from policies.parameters import GPU, LIMIT_COUNTS, LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.gpu import asks_for_gpus, has_gpus
from policies.workload.presence import has_limit, has_request, limit_fact, request_fact
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return has_gpus(workload.pod, parameters["resources"])


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for verdict in _missing(world, workload, parameters):
        counts = parameters["limit_range_counts"]
        yield unless_elsewhere(world, verdict, "a LimitRange") if counts else verdict


def _missing(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = defaults_for(world, workload, parameters)
    alone, counts = parameters["limit_counts"], parameters["limit_range_counts"]
    pod = workload.pod
    for container in pod.needing_resources(init=True):
        if not asks_for_gpus(container, parameters["resources"]):
            continue
        resources = container.resources
        for name, shown in (("cpu", "CPU"), ("memory", "memory")):
            if not has_request(pod, container, name, defaults, limit_counts=alone, limit_range_counts=counts):
                fact = f"a GPU, but {request_fact(container, name, shown)}"
                yield failed(workload.object, fact, resources.request_pointer(name), container.name)
        if not has_limit(pod, container, "memory", defaults, limit_range_counts=counts):
            fact = f"a GPU, but {limit_fact(container, 'memory', 'memory')}"
            yield failed(workload.object, fact, resources.limit_pointer("memory"), container.name)


RULE = Rule(
    id="gpu/cpu-and-memory-set",
    demands="A container with a GPU has a CPU request, a memory request and a memory limit.",
    why="A GPU pod without them is the first to be evicted from its node, and the dearest to start again: the GPU "
    "stands idle while the model is loaded anew.",
    fix="Write CPU and memory requests and a memory limit beside the GPU.",
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
          resources: {requests: {cpu: 2, memory: 8Gi}, limits: {nvidia.com/gpu: 1}}
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
          resources: {requests: {cpu: 2, memory: 8Gi}, limits: {memory: 8Gi, nvidia.com/gpu: 1}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    yields_to=("resources/cpu-request", "resources/memory-request", "resources/memory-limit"),
    judge=per_workload(_check, _applies),
    parameters=(GPU, LIMIT_COUNTS, LIMIT_RANGE_COUNTS),
)
