"""Every container has a request and a limit of ephemeral storage."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_score, kyverno
from policies.parameters import INIT, LIMIT_COUNTS, LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.container import Container
from policies.workload.limit_range import Defaults
from policies.workload.presence import has_limit, has_request, limit_fact, request_fact
from policies.workload.totals import amount
from policies.workload.workload import Workload
from policies.world import World

_NAME = "ephemeral-storage"


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = defaults_for(world, workload, parameters)
    for container in workload.pod.needing_resources(parameters["init"]):
        counts = parameters["limit_range_counts"]
        alone = parameters["limit_counts"]
        resources = container.resources
        if parameters["request"] and not has_request(
            workload.pod, container, _NAME, defaults, limit_counts=alone, limit_range_counts=counts
        ):
            fact = request_fact(container, _NAME, _NAME)
            yield failed(workload.object, fact, resources.request_pointer(_NAME), container.name)
        if not has_limit(workload.pod, container, _NAME, defaults, limit_range_counts=counts):
            fact = limit_fact(container, _NAME, _NAME)
            yield failed(workload.object, fact, resources.limit_pointer(_NAME), container.name)
        elif parameters["max"] is not None:
            yield from _too_much(workload, container, defaults, parameters["max"])


def _too_much(workload: Workload, container: Container, defaults: Defaults, most: Any) -> Iterator[Verdict]:
    limit = defaults.limit_of(container, _NAME)
    if amount(limit) > amount(most):
        fact = f"{_NAME} limit {limit} is above {most}"
        yield failed(workload.object, fact, container.resources.limit_pointer(_NAME), container.name)


RULE = Rule(
    id="resources/ephemeral-storage",
    demands="Every container has a request and a limit of ephemeral storage.",
    why="Logs and emptyDir volumes fill the node's disk, and then the kubelet evicts whatever runs there; a limit "
    "evicts the pod that wrote too much instead (Kubernetes, Local ephemeral storage).",
    fix="Write resources.requests.ephemeral-storage and resources.limits.ephemeral-storage.",
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
          resources: {requests: {ephemeral-storage: 1Gi}}
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
          resources: {requests: {ephemeral-storage: 1Gi}, limits: {ephemeral-storage: 2Gi}}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_score(
            "container-ephemeral-storage-request-and-limit", "container-ephemeral-storage-request-equals-limit"
        ),
        *kyverno("require-emptydir-requests-limits"),
    ),
    judge=per_workload(_check),
    parameters=(
        Parameter("max", Kind.QUANTITY, None, "The largest limit."),
        Parameter("request", Kind.BOOL, True, "Whether a request is demanded beside the limit."),
        INIT,
        LIMIT_COUNTS,
        LIMIT_RANGE_COUNTS,
    ),
)
