"""No workload's selector matches the pods of another."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.pods import pods
from policies.indexes.selection import shown_selector
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import UnreadableError
from policies.workload.own_selector import CONTROLLERS, own_selector
from policies.workload.selector import Selector
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind in CONTROLLERS


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    try:
        selector = _selector(workload)
    except UnreadableError as error:
        yield not_evaluated(workload.object, str(error))
        return
    # An empty selector, and one that does not match its own pods, is refused by the API: a fault of its own.
    if selector is None or not selector.requirements or not selector.matches(workload.pod.labels):
        return
    for other in world.index(pods).selected(workload.object.namespace, selector):
        if other is not workload and not _is_told_of_other(workload, other):
            message = f"{shown_selector(selector)} matches the pods of {other.short} too"
            yield failed(workload.object, message, "/spec/selector")
            return


def _selector(workload: Workload) -> Selector | None:
    own = own_selector(workload)
    return own.selector if own is not None else None


def _is_told_of_other(workload: Workload, other: Workload) -> bool:
    """Whether the other selects these pods as well and comes later by name: each pair is told once, of the later."""
    if other.object.kind not in CONTROLLERS or _order(other) < _order(workload):
        return False
    try:
        selector = _selector(other)
    except UnreadableError:
        return False
    return selector is not None and bool(selector.requirements) and selector.matches(workload.pod.labels)


def _order(workload: Workload) -> tuple[str, str]:
    return workload.object.name, workload.object.kind


RULE = Rule(
    id="references/selector-is-exclusive",
    demands="The selector of a Deployment, StatefulSet, DaemonSet or ReplicaSet matches no other workload's pods.",
    why="Controllers adopt what they select, and an autoscaler averages over it: the pods of a Job that a Deployment's "
    "selector matches count as replicas with their own load (Kubernetes, Deployments: overlapping selectors).",
    fix="Give the pods of one of them a label of their own, and name it in the selector; that makes the workload anew.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    metadata: {labels: {app: backend}}
    spec:
      restartPolicy: Never
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
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
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    metadata: {labels: {app: backend-migrate}}
    spec:
      restartPolicy: Never
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_workload(_check, _applies),
    scope=Scope.SET,
)
