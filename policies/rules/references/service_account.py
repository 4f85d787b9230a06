"""Every service account that pods run as, or that a binding gives rights to, is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter
from policies.indexes.absence import Wanted, absent, provided_by
from policies.indexes.pod_references import pod_references
from policies.indexes.present import find
from policies.objects import Object
from policies.parameters import PROVIDED
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.reference import Reference
from policies.workload.workload import Workload
from policies.world import World

_KIND = "ServiceAccount"
_BINDINGS = ("RoleBinding", "ClusterRoleBinding")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for each in world.index(pod_references):
        accounts = each.of(_KIND)
        if each.unreadable:
            yield not_evaluated(each.workload.object, each.unreadable)
        elif accounts:
            yield from settled(each.workload.object, _of_workload(world, each.workload, accounts[0], parameters))
    for item in world.of_kind(*_BINDINGS):
        if item.group == "rbac.authorization.k8s.io":
            yield from _of_binding(world, item, parameters)


def _of_workload(
    world: World, workload: Workload, account: Reference, parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    namespace = workload.object.namespace
    if find(world, _KIND, namespace, account.name) is None:
        wanted = Wanted(_KIND, namespace, account.name, account.pointer)
        verdict = absent(world, workload.object, wanted, provided_by(parameters))
        if verdict is not None:
            yield verdict


def _of_binding(world: World, item: Object, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """A binding waits for its account without harm, so only what can't be meant counts: a near miss."""
    try:
        subjects = [each for each in Field(item.body).at("subjects").items() if each.at("kind").text() == _KIND]
        wanted = [
            Wanted(_KIND, each.at("namespace").text(), each.at("name").text(), each.at("name").pointer)
            for each in subjects
        ]
    except UnreadableError as error:
        yield not_evaluated(item, str(error))
        return
    if wanted:
        yield from settled(item, _of_subjects(world, item, wanted, parameters))


def _of_subjects(
    world: World, item: Object, subjects: list[Wanted], parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    for each in subjects:
        if find(world, _KIND, each.namespace, each.name) is None:
            verdict = absent(world, item, each, provided_by(parameters), needed=False)
            if verdict is not None:
                yield verdict


RULE = Rule(
    id="references/service-account",
    demands="Every service account that pods run as is there, and no binding names one that is misspelt.",
    why="Without its service account no pod is made at all: the ReplicaSet reports FailedCreate and the Deployment "
    "stays at its old pods. A binding to nobody gives its rights to nobody.",
    fix="Correct the name, or add the ServiceAccount.",
    bad="""
apiVersion: v1
kind: ServiceAccount
metadata: {name: backend}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      serviceAccountName: back-end
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    good="""
apiVersion: v1
kind: ServiceAccount
metadata: {name: backend}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      serviceAccountName: backend
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*kube_linter("non-existent-service-account"),),
    judge=_judge,
    parameters=(PROVIDED,),
    scope=Scope.SET,
)
