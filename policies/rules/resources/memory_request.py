"""Every container has a memory request."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, kyverno, polaris
from policies.indexes.partial import unless_elsewhere
from policies.parameters import INIT, LIMIT_COUNTS, LIMIT_RANGE_COUNTS
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.presence import has_request, request_fact
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = world.defaults_in(workload.object.namespace)
    for container in workload.pod.needing_resources(parameters["init"]):
        if not has_request(
            workload.pod,
            container,
            "memory",
            defaults,
            limit_counts=parameters["limit_counts"],
            limit_range_counts=parameters["limit_range_counts"],
        ):
            field = container.resources.request_pointer("memory")
            found = failed(workload.object, request_fact(container, "memory", "memory"), field, container.name)
            yield unless_elsewhere(world, found, "a LimitRange") if parameters["limit_range_counts"] else found


RULE = Rule(
    id="resources/memory-request",
    demands="Every container has a memory request: its own, its pod's, or one from a LimitRange of its namespace.",
    why="The scheduler places a pod by its requests alone: without one, nodes are filled until the kernel kills pods, "
    "and a pod without a request is among the first to go (Kubernetes, Node-pressure Eviction).",
    fix="Write resources.requests.memory, what the container holds at its peak.",
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
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {limits: {memory: 512Mi}}
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
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {requests: {memory: 512Mi}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("unset-memory-requirements"),
        *kube_score("container-resources"),
        *polaris("memoryRequestsMissing"),
        *checkov("CKV_K8S_12"),
        *kyverno("require-requests-limits"),
    ),
    judge=per_workload(_check),
    parameters=(INIT, LIMIT_COUNTS, LIMIT_RANGE_COUNTS),
)
