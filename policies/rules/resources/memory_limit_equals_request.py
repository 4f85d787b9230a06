"""Memory request and limit are equal."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.quantity import canonical
from policies.answer import kube_score, kyverno
from policies.parameters import INIT, LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.container import Container
from policies.workload.field import as_written
from policies.workload.limit_range import Defaults
from policies.workload.totals import amount, differ, is_quantity, requested
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = defaults_for(world, workload, parameters)
    own = workload.pod.resources
    whole = own.limits.get("memory")
    if whole is not None and is_quantity(whole):
        asked = requested(workload.pod, "memory", defaults)
        if asked != amount(whole):
            fact = f"the pod's memory request {canonical(asked, like=str(whole))} is not its limit {whole}"
            yield failed(workload.object, fact, own.request_pointer("memory"))
    for container in workload.pod.needing_resources(parameters["init"]):
        if whole is None or "memory" in container.resources.limits:
            yield from _of_container(workload, container, defaults, parameters)


def _of_container(
    workload: Workload, container: Container, defaults: Defaults, parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    resources = container.resources
    limit = defaults.limit_of(container, "memory")
    request = defaults.request_of(container, "memory")
    if "memory" not in resources.requests and "memory" in resources.limits and not parameters["limit_counts"]:
        request = None
    if limit is None and request is None:
        if parameters["when_both_missing"] == "fail":
            fact = "neither memory request nor memory limit"
            yield failed(workload.object, fact, resources.limit_pointer("memory"), container.name)
    elif limit is None:
        fact = f"memory request {as_written(request)} has no limit"
        yield failed(workload.object, fact, resources.limit_pointer("memory"), container.name)
    elif request is None:
        fact = f"memory limit {as_written(limit)} has no request"
        yield failed(workload.object, fact, resources.request_pointer("memory"), container.name)
    elif differ(request, limit):
        fact = f"memory request {request} is not the limit {limit}"
        yield failed(workload.object, fact, resources.request_pointer("memory"), container.name)


RULE = Rule(
    id="resources/memory-limit-equals-request",
    demands="The memory request and the memory limit of a container are equal.",
    why="Memory above the request is lent by the neighbours: when the node runs out, who uses more than it asked for "
    "is killed first (Kubernetes, Node-pressure Eviction).",
    fix="Write the same quantity under resources.requests.memory and resources.limits.memory.",
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
          resources: {requests: {memory: 256Mi}, limits: {memory: 512Mi}}
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
          resources: {requests: {memory: 0.5Gi}, limits: {memory: 512Mi}}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_score("container-memory-requests-equal-limits", "container-resource-requests-equal-limits"),
        *kyverno("memory-requests-equal-limits"),
    ),
    judge=per_workload(_check),
    parameters=(
        Parameter("when_both_missing", Kind.CHOICE, "fail", "What neither of the two is.", ("fail", "pass")),
        Parameter("limit_counts", Kind.BOOL, True, "Whether a limit alone, which Kubernetes copies, is its request."),
        INIT,
        LIMIT_RANGE_COUNTS,
    ),
)
