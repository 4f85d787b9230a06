"""What runs once, and so stops with its node, says so."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import join
from policies.indexes.partial import unless_elsewhere
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.workload import Workload
from policies.world import World

_ANNOTATION = "roadstead.dev/singleton"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        if workload.object.kind not in parameters["kinds"]:
            continue
        if workload.unreadable:
            yield not_evaluated(workload.object, workload.unreadable)
        elif world.maximum(workload).value != 0:
            yield from settled(workload.object, _check(world, workload))


def _check(world: World, workload: Workload) -> Iterator[Verdict]:
    bound = world.maximum(workload)
    if bound.unreadable:
        yield not_evaluated(workload.object, f"{bound.object.short}: {bound.unreadable}")
        return
    try:
        # Whether it is well said, and not expired, is judged where waivers are.
        said = _ANNOTATION in Field(workload.object.body).at("metadata", "annotations").mapping()
    except UnreadableError as error:
        yield not_evaluated(workload.object, str(error))
        return
    if bound.value == 1 and not said:
        own = bound.object is workload.object
        whose = "runs one replica" if own else f"runs one replica at most ({bound.object.short})"
        field = join("metadata", "annotations", _ANNOTATION)
        found = failed(workload.object, f"{whose}, and no annotation {_ANNOTATION} says why", field)
        yield unless_elsewhere(world, found, "an autoscaler") if own and not bound.written else found


RULE = Rule(
    id="state/singleton-declared",
    demands="What never runs more than one replica says why, who answers for it and until when.",
    why="Its users wait at every drain and every lost node, for a StatefulSet until the node is known to be gone; that "
    "must be a decision, not an oversight.",
    fix='Run more replicas, or annotate it with roadstead.dev/singleton: "reason; owner; YYYY-MM-DD".',
    bad="""
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: cache}
spec:
  replicas: 1
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec:
      containers: [{name: redis, image: docker.io/library/redis:8.2.3}]
""",
    good="""
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
  annotations: {roadstead.dev/singleton: a cache that may be empty; backend-team; 2027-06-30}
spec:
  replicas: 1
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec:
      containers: [{name: redis, image: docker.io/library/redis:8.2.3}]
""",
    severity=Severity.WARNING,
    profile=Profile.PRODUCTION,
    judge=_judge,
    parameters=(
        Parameter(
            "kinds",
            Kind.TEXTS,
            ("StatefulSet", "Cluster"),
            "Kinds that are judged; Deployments and Rollouts are those of scaling/replica-minimum, unless named here.",
        ),
    ),
    scope=Scope.SET,
)
