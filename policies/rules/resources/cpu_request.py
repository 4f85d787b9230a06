"""Every container has a CPU request."""

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
            "cpu",
            defaults,
            limit_counts=parameters["limit_counts"],
            limit_range_counts=parameters["limit_range_counts"],
        ):
            field = container.resources.request_pointer("cpu")
            found = failed(workload.object, request_fact(container, "cpu", "CPU"), field, container.name)
            yield unless_elsewhere(world, found, "a LimitRange") if parameters["limit_range_counts"] else found


RULE = Rule(
    id="resources/cpu-request",
    demands="Every container has a CPU request: its own, its pod's, or one from a LimitRange of its namespace.",
    why="The scheduler places a pod by its requests alone: without one the pod lands on a full node and gets what its "
    "neighbours leave, and an autoscaler that divides by the request does nothing (kubernetes/kubernetes#79365).",
    fix="Write resources.requests.cpu, measured under load.",
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
          resources: {limits: {cpu: "1"}}
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
          resources: {requests: {cpu: 250m}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("unset-cpu-requirements"),
        *kube_score("container-resources"),
        *polaris("cpuRequestsMissing"),
        *checkov("CKV_K8S_10"),
        *kyverno("require-requests-limits"),
    ),
    judge=per_workload(_check),
    parameters=(INIT, LIMIT_COUNTS, LIMIT_RANGE_COUNTS),
)
