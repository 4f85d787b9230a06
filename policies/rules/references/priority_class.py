"""Every priority class that pods name is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.near_names import near_names
from policies.indexes.pod_references import pod_references
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.reference import Reference
from policies.workload.workload import Workload
from policies.world import World

_KIND = "PriorityClass"
_GROUP = "scheduling.k8s.io"
_BUILT_IN = ("system-cluster-critical", "system-node-critical")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for each in world.index(pod_references):
        if each.unreadable:
            yield not_evaluated(each.workload.object, each.unreadable)
        for reference in each.of(_KIND):
            yield from settled(each.workload.object, _of_name(world, each.workload, reference))


def _of_name(world: World, workload: Workload, reference: Reference) -> Iterator[Verdict]:
    """Classes belong to the cluster, not to a namespace: nobody here can say that all of them are known."""
    name = reference.name
    if name in _BUILT_IN or any(item.group == _GROUP for item in world.named(_KIND, name)):
        return
    near = world.index(near_names).near(_GROUP, _KIND, "default", name)
    near = near or next((each for each in _BUILT_IN if each.removeprefix("system-") == name), None)
    if near is not None and not world.partial:
        message = f"{_KIND}/{name} is not there, but {_KIND}/{near} is"
        yield failed(workload.object, message, reference.pointer, fix=f"Write {near}.")
    else:
        yield not_evaluated(workload.object, f"{_KIND}/{name} is not among the objects judged", reference.pointer)


RULE = Rule(
    id="references/priority-class",
    demands="Every priority class that pods name is there.",
    why="The Priority admission plugin refuses a pod whose class does not exist, so that a rollout makes no pod.",
    fix="Correct priorityClassName, or add the PriorityClass.",
    bad="""
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: serving}
value: 1000
---
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec:
  priorityClassName: servign
  containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    good="""
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: serving}
value: 1000
---
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec:
  priorityClassName: serving
  containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
