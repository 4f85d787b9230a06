"""Every backend of an Ingress is a Service that is there, with the port that is named."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score
from policies.indexes.absence import provided_by
from policies.indexes.backend_port import judged
from policies.objects import Object
from policies.parameters import PROVIDED
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, not_evaluated
from policies.workload.backend import Backend, backends_of
from policies.workload.field import UnreadableError
from policies.world import World

# The AWS load balancer controller reads such a "Service" from an annotation.
_FROM_ANNOTATION = "use-annotation"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("Ingress"):
        if item.group == "networking.k8s.io":
            yield from settled(item, _check(world, item, parameters))


def _check(world: World, item: Object, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    try:
        backends = backends_of(item)
    except UnreadableError as error:
        yield not_evaluated(item, str(error))
        return
    for backend in _distinct(backends):
        verdict = judged(world, item, backend, provided_by(parameters))
        if verdict is not None:
            yield verdict


def _distinct(backends: tuple[Backend, ...]) -> list[Backend]:
    """Each backend once, at its first path: ten paths to one missing Service are one defect."""
    first: dict[tuple[str, str, int | str | None], Backend] = {}
    for backend in backends:
        if backend.port != _FROM_ANNOTATION:
            first.setdefault((backend.kind, backend.name, backend.port), backend)
    return list(first.values())


RULE = Rule(
    id="references/ingress-backend",
    demands="Every backend of an Ingress is a Service of its namespace that is there, with the port that is named.",
    why="The API accepts an Ingress to nothing, and every request to that path is answered with 503 or 404.",
    fix="Correct the name of the Service, or add it.",
    bad="""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
    - http:
        paths: [{path: /, pathType: Prefix, backend: {service: {name: backend, port: {name: web}}}}]
---
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
""",
    good="""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
    - http:
        paths: [{path: /, pathType: Prefix, backend: {service: {name: backend, port: {name: http}}}}]
---
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("dangling-ingress"),
        *kube_score("ingress-targets-service"),
    ),
    judge=_judge,
    parameters=(PROVIDED,),
    scope=Scope.SET,
)
