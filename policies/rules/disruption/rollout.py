"""A rollout keeps what serves, and waits long enough for what starts."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field
from policies.workload.probe import start_budget
from policies.workload.rollout import Style
from policies.workload.stated import stated_seconds
from policies.workload.workload import Workload
from policies.world import World

_KINDS = ("Deployment", "Rollout")
_DEFAULT_DEADLINE = 600
_DEADLINE = "/spec/progressDeadlineSeconds"


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind in _KINDS


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    strategy = Field(workload.object.body).at("spec", "strategy")
    if workload.rollout.style is Style.REPLACE and strategy.at("rollingUpdate").value is not None:
        message = "strategy is Recreate and has rollingUpdate too, which the API server refuses"
        yield failed(workload.object, message, "/spec/strategy/rollingUpdate", fix="Remove rollingUpdate.")
        return
    yield from _deadline(workload)
    rollout = workload.rollout
    if rollout.style is Style.ROLLING and _is_nothing(rollout.max_surge) and _is_nothing(rollout.max_unavailable):
        message = "maxSurge and maxUnavailable are both 0, which the API server refuses"
        yield failed(workload.object, message, _unavailable_pointer(workload), fix="Write maxUnavailable: 1.")
        return
    bound = world.minimum(workload)
    if bound.unreadable:
        yield not_evaluated(workload.object, f"{bound.object.short}: {bound.unreadable}")
    elif bound.value > 1:
        yield from _capacity(workload, bound.value, parameters["keep_percent"])


def _capacity(workload: Workload, replicas: int, keep: int) -> Iterator[Verdict]:
    """One replica alone can't be kept by those that are not there; that is another rule's."""
    if workload.rollout.style is Style.REPLACE:
        message = f"Recreate takes all of at least {replicas} pods away before it makes a new one"
        yield failed(workload.object, message, "/spec/strategy/type")
        return
    kept = replicas - min(replicas, workload.rollout.unavailable(replicas))
    if kept * 100 < keep * replicas:
        message = (
            f"maxUnavailable {workload.rollout.max_unavailable} keeps {kept} of {replicas} pods, "
            f"at least {keep} per cent are demanded"
        )
        yield failed(workload.object, message, _unavailable_pointer(workload))


def _deadline(workload: Workload) -> Iterator[Verdict]:
    """The deadline starts anew at every step forward, so it covers the start of one pod."""
    spec = Field(workload.object.body).at("spec")
    written = spec.at("progressDeadlineSeconds").integer()
    deadline = _DEFAULT_DEADLINE if written is None else written
    starts = max(start_budget(workload.pod), stated_seconds(workload, "loads-within") or 0)
    settles = spec.at("minReadySeconds").integer() or 0
    if starts + settles >= deadline:
        shown = f"{deadline}" if written is not None else f"absent, which is {deadline}"
        sum_ = f"{starts} + {settles} s of minReadySeconds" if settles else f"{starts} s"
        message = f"progressDeadlineSeconds is {shown}, but a pod may start for {sum_}"
        yield failed(workload.object, message, _DEADLINE, fix="Raise progressDeadlineSeconds above it.")


def _unavailable_pointer(workload: Workload) -> str:
    return workload.rollout.surge_pointer.removesuffix("maxSurge") + "maxUnavailable"


def _is_nothing(value: int | str) -> bool:
    return value == 0 or (isinstance(value, str) and int(value.removesuffix("%")) == 0)


RULE = Rule(
    id="disruption/rollout",
    demands="A rolling update keeps most of several replicas, and its deadline is above the time that a pod may start.",
    why="Recreate, or a large maxUnavailable, makes every release an outage. A deadline shorter than the start marks "
    "a rollout as failed that only loads, and Flux stops there.",
    fix="Write a rollingUpdate with maxUnavailable: 0 or 1.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
  strategy: {type: Recreate}
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("no-rolling-update-strategy"),
        *kube_score("deployment-strategy"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(
        Parameter(
            "keep_percent", Kind.INTEGER, 50, "How many of the least replicas stay ready during a rollout, in per cent."
        ),
    ),
    scope=Scope.SET,
)
