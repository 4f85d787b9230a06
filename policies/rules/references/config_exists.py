"""Every ConfigMap and Secret that a pod needs is there, with the key it asks for."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter
from policies.indexes.absence import Wanted, absent, provided_by
from policies.indexes.pod_references import pod_references
from policies.indexes.present import find
from policies.objects import Object
from policies.parameters import PROVIDED
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.reference import Reference
from policies.workload.workload import Workload
from policies.world import World

_PARTS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for each in world.index(pod_references):
        references = each.of(*_PARTS)
        if each.unreadable:
            yield not_evaluated(each.workload.object, each.unreadable)
        elif references:
            yield from settled(each.workload.object, _check(world, each.workload, references, parameters))


def _check(
    world: World, workload: Workload, references: list[Reference], parameters: Mapping[str, Any]
) -> Iterator[Verdict]:
    told: set[tuple[str, ...]] = set()
    for reference in references:
        item = find(world, reference.kind, workload.object.namespace, reference.name)
        if item is None:
            place: tuple[str, ...] = (reference.kind, reference.name)
            verdict = absent(world, workload.object, _wanted(workload, reference), provided_by(parameters))
        else:
            place = (reference.kind, reference.name, reference.key)
            verdict = _of_key(workload, reference, item)
        if verdict is not None and place not in told:
            told.add(place)
            yield verdict


def _wanted(workload: Workload, reference: Reference) -> Wanted:
    namespace = workload.object.namespace
    return Wanted(reference.kind, namespace, reference.name, reference.pointer, reference.container)


def _of_key(workload: Workload, reference: Reference, item: Object) -> Verdict | None:
    """The verdict where the object lacks the key; a token's keys, and those of an object without any, are filled in."""
    if not reference.key or item.body.get("type") == "kubernetes.io/service-account-token":
        return None
    body = Field(item.body)
    try:
        keys = sorted({str(key) for part in _PARTS[item.kind] for key in body.at(part).mapping()})
    except UnreadableError as error:
        return not_evaluated(workload.object, f"{item.short}: {error}", reference.key_pointer)
    if reference.key in keys:
        return None
    if not keys:
        return not_evaluated(workload.object, f"{item.short} holds nothing here", reference.key_pointer)
    message = f"{item.short} has no key {reference.key}, only {_some(keys)}"
    return failed(workload.object, message, reference.key_pointer, reference.container, "Correct the key, or add it.")


def _some(keys: list[str]) -> str:
    """The first three, and how many more there are."""
    return ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")


RULE = Rule(
    id="references/config-exists",
    demands="Every ConfigMap and Secret that a pod can't start without is there, with the key that is asked for.",
    why="The API accepts the pod, and its containers then wait in CreateContainerConfigError or ContainerCreating "
    "(Kubernetes, ConfigMaps: a reference that is not optional keeps the pod from starting).",
    fix="Correct the name, add the object, or mark the reference optional: true.",
    bad="""
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {MODE: fast}
---
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
          env:
            - name: SPEED
              valueFrom: {configMapKeyRef: {name: settings, key: SPEED}}
""",
    good="""
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {SPEED: fast}
---
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
          env:
            - name: SPEED
              valueFrom: {configMapKeyRef: {name: settings, key: SPEED}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*kube_linter("env-value-from"),),
    judge=_judge,
    parameters=(PROVIDED,),
    scope=Scope.SET,
)
