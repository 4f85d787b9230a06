"""A limit is at most so many times the request."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.quantity import canonical
from policies.answer import kube_score, kyverno
from policies.parameters import INIT, LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.container import Resources
from policies.workload.totals import amount, is_quantity, requested
from policies.workload.workload import Workload
from policies.world import World

_SHOWN = {"cpu": "CPU", "memory": "memory"}


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(parameters[name] is not None for name in _SHOWN)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = defaults_for(world, workload, parameters)
    own = workload.pod.resources
    for name in _SHOWN:
        if parameters[name] is None:
            continue
        whole = own.limits.get(name)
        if whole is not None:
            asked = own.requests.get(name, canonical(requested(workload.pod, name, defaults), like=str(whole)))
            yield from _compared(workload, own, None, name, asked, whole, parameters)
        for container in workload.pod.needing_resources(parameters["init"]):
            request, limit = defaults.request_of(container, name), defaults.limit_of(container, name)
            if request is not None and limit is not None:
                yield from _compared(workload, container.resources, container.name, name, request, limit, parameters)
            elif parameters["missing"] == "fail" and whole is None:
                fact = f"no {_SHOWN[name]} limit to compare with the request"
                yield failed(workload.object, fact, container.resources.limit_pointer(name), container.name)


def _compared(
    workload: Workload,
    resources: Resources,
    container: str | None,
    name: str,
    request: Any,
    limit: Any,
    parameters: Mapping[str, Any],
) -> Iterator[Verdict]:
    most = parameters[name]
    if is_quantity(request) and is_quantity(limit) and amount(limit) > amount(most) * amount(request):
        fact = f"{_SHOWN[name]} limit {limit} is more than {most} times the request {request}"
        yield failed(workload.object, fact, resources.limit_pointer(name), container)


RULE = Rule(
    id="resources/limit-request-ratio",
    demands="A limit is at most so many times the request beside it.",
    why="The scheduler counts requests alone: where limits are ten times as high, ten pods fill a node on paper and "
    "overload it at the first peak.",
    fix="Raise the request, or lower the limit.",
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
          resources: {requests: {memory: 256Mi}, limits: {memory: 384Mi}}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_score("container-cpu-requests-equal-limits"),
        *kyverno("enforce-resources-as-ratio"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(
        Parameter("cpu", Kind.NUMBER, None, "The largest ratio of CPU limit to CPU request."),
        Parameter("memory", Kind.NUMBER, None, "The largest ratio of memory limit to memory request."),
        Parameter("missing", Kind.CHOICE, "pass", "What it is where there is no limit.", ("pass", "fail")),
        INIT,
        LIMIT_RANGE_COUNTS,
    ),
    example_parameters={"memory": 1.5},
)
