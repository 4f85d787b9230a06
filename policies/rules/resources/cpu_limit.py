"""CPU limits are forbidden, or required."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import join
from policies.answer import checkov, kube_score, kyverno, polaris
from policies.objects import Object
from policies.parameters import INIT, LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload, settled
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError, as_written
from policies.workload.presence import has_limit, limit_fact
from policies.workload.workload import Workload
from policies.world import World

_TAKE_AWAY = "Take the CPU limit away, and keep the request."


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    forbidden = parameters["is"] == "forbidden"
    yield from per_workload(_without if forbidden else _with)(world, parameters)
    if forbidden and parameters["limit_range_counts"]:
        for item in world.of_kind("LimitRange"):
            try:
                yield from settled(item, list(_given(item)))
            except UnreadableError as error:
                yield not_evaluated(item, str(error))


def _without(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    own = workload.pod.resources
    if "cpu" in own.limits:
        fact = f"the pod has a CPU limit of {as_written(own.limits['cpu'])}"
        yield failed(workload.object, fact, own.limit_pointer("cpu"), fix=_TAKE_AWAY)
    for container in workload.pod.needing_resources(parameters["init"]):
        limit = container.resources.limits.get("cpu")
        if limit is not None:
            field = container.resources.limit_pointer("cpu")
            yield failed(workload.object, f"CPU limit is {as_written(limit)}", field, container.name, _TAKE_AWAY)


def _given(item: Object) -> Iterator[Verdict]:
    """A LimitRange gives its default, or where there is none its maximum, to every container without a limit."""
    for entry in Field(item.body).at("spec", "limits").items():
        key = next((key for key in ("default", "max") if "cpu" in entry.at(key).quantities()), None)
        if key is not None and entry.at("type").value == "Container":
            fact = (
                f"it gives every container without one a CPU limit of {as_written(entry.at(key).quantities()['cpu'])}"
            )
            yield failed(item, fact, entry.pointer + join(key, "cpu"), fix="Take cpu out of default and max.")


def _with(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults, counts = defaults_for(world, workload, parameters), parameters["limit_range_counts"]
    for container in workload.pod.needing_resources(parameters["init"]):
        if not has_limit(workload.pod, container, "cpu", defaults, limit_range_counts=counts):
            field = container.resources.limit_pointer("cpu")
            fix = "Write resources.limits.cpu."
            yield failed(workload.object, limit_fact(container, "cpu", "CPU"), field, container.name, fix)


RULE = Rule(
    id="resources/cpu-limit",
    demands="No container has a CPU limit; or, where told so, every container has one.",
    why="A container at its CPU limit is throttled though the node is idle, which shows as latency; without limits "
    "the requests still divide a busy node fairly. Zalando and Buffer took theirs away. Who bills by the limit, or "
    "must have pods of the class Guaranteed, demands one instead.",
    fix="Take resources.limits.cpu away and keep the request, or write one where it is required.",
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
          resources: {requests: {cpu: 250m}, limits: {cpu: "1"}}
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
    profile=None,
    answers=(
        *kube_score("container-resources"),
        *polaris("cpuLimitsMissing"),
        *checkov("CKV_K8S_11"),
        *kyverno("require-cpu-limits", "forbid-cpu-limits"),
    ),
    judge=_judge,
    parameters=(
        Parameter("is", Kind.CHOICE, "forbidden", "What a CPU limit is.", ("forbidden", "required")),
        INIT,
        LIMIT_RANGE_COUNTS,
    ),
)
