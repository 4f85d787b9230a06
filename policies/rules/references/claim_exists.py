"""Every PersistentVolumeClaim that a pod mounts is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.absence import Wanted, absent, provided_by
from policies.indexes.pod_references import pod_references
from policies.indexes.present import find
from policies.parameters import PROVIDED
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, not_evaluated
from policies.workload.reference import Reference
from policies.workload.workload import Workload
from policies.world import World

_KIND = "PersistentVolumeClaim"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for each in world.index(pod_references):
        claims = each.of(_KIND)
        if each.unreadable:
            yield not_evaluated(each.workload.object, each.unreadable)
        elif claims:
            yield from settled(each.workload.object, _check(world, each.workload, claims, parameters))


def _check(
    world: World, workload: Workload, claims: list[Reference], parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    namespace = workload.object.namespace
    for name, pointer in {claim.name: claim.pointer for claim in reversed(claims)}.items():
        if find(world, _KIND, namespace, name) is None:
            wanted = Wanted(_KIND, namespace, name, pointer)
            verdict = absent(world, workload.object, wanted, provided_by(parameters))
            if verdict is not None:
                yield verdict


RULE = Rule(
    id="references/claim-exists",
    demands="Every PersistentVolumeClaim that a pod names is there, in its namespace.",
    why="The scheduler leaves a pod Pending while a claim that it names does not exist (persistentvolumeclaim not "
    "found), whether a container mounts the volume or not.",
    fix="Correct claimName, or add the claim.",
    bad="""
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec:
  containers: [{name: api, image: registry.example.com/backend:1.5.0}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: upload}}]
""",
    good="""
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec:
  containers: [{name: api, image: registry.example.com/backend:1.5.0}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: uploads}}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(PROVIDED,),
    scope=Scope.SET,
)
