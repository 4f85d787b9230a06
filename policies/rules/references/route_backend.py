"""Every route of the Gateway API hangs on a listener, and leads to Services that are there and may be named."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.absence import Wanted, absent, provided_by
from policies.indexes.backend_port import judged
from policies.indexes.present import find
from policies.objects import Object
from policies.parameters import PROVIDED
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.backend import GATEWAY, ROUTES, Backend, backends_of
from policies.workload.field import UnreadableError
from policies.workload.gateway import Parent, listeners_of, parents_of, permits
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind(*ROUTES):
        if item.group == GATEWAY:
            yield from settled(item, _readable(world, item, parameters))


def _readable(world: World, item: Object, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    try:
        yield from _check(world, item, provided_by(parameters))
    except UnreadableError as error:
        yield not_evaluated(item, str(error))


def _check(world: World, item: Object, provided: tuple[str, ...]) -> Iterator[Verdict]:
    for parent in parents_of(item):
        if (parent.group, parent.kind) == (GATEWAY, "Gateway"):
            yield from _of_parent(world, item, parent, provided)
    first: dict[tuple[str, str, str, int | str | None], Backend] = {}
    for backend in backends_of(item):
        first.setdefault((backend.kind, backend.namespace, backend.name, backend.port), backend)
    for backend in first.values():
        verdict = judged(world, item, backend, provided) or _ungranted(world, item, backend)
        if verdict is not None:
            yield verdict


def _of_parent(world: World, item: Object, parent: Parent, provided: tuple[str, ...]) -> Iterator[Verdict]:
    gateway = find(world, "Gateway", parent.namespace, parent.name, GATEWAY)
    if gateway is None:
        wanted = Wanted("Gateway", parent.namespace, parent.name, f"{parent.field}/name", group=GATEWAY)
        verdict = absent(world, item, wanted, provided)
        if verdict is not None:
            yield verdict
        return
    listeners = list(listeners_of(gateway))
    named = [each for each in listeners if parent.section in ("", each.name)]
    if not named:
        message = f"{gateway.short} has no listener {parent.section}"
        yield failed(item, message, f"{parent.field}/sectionName", fix="Name a listener of the Gateway.")
        return
    reached = [each for each in named if parent.port in (None, each.port)]
    if not reached:
        message = f"{gateway.short} has no listener at port {parent.port}"
        yield failed(item, message, f"{parent.field}/port", fix="Name a listener's port.")
    elif item.namespace != gateway.namespace and all(each.from_ in ("Same", "None") for each in reached):
        message = f"{gateway.short} takes no routes from namespace {item.namespace}, only its own ({gateway.namespace})"
        fix = "Write allowedRoutes.namespaces.from: All, or a selector, in the Gateway's listener."
        yield failed(item, message, parent.field, fix=fix)


def _ungranted(world: World, item: Object, backend: Backend) -> Verdict | None:
    """Who owns the Service owns the grant: it is asked for only where the Service is among the objects."""
    if backend.namespace == item.namespace or find(world, "Service", backend.namespace, backend.name) is None:
        return None
    grants = [grant for grant in world.of_kind("ReferenceGrant") if grant.namespace == backend.namespace]
    if any(permits(grant, item, backend.kind, backend.name) for grant in grants):
        return None
    message = f"Service/{backend.name} is in namespace {backend.namespace}, and no ReferenceGrant there permits it"
    fix = f"Add a ReferenceGrant in {backend.namespace} from {item.kind} of {item.namespace} to Service."
    return failed(item, message, f"{backend.field}/namespace", fix=fix)


RULE = Rule(
    id="references/route-backend",
    demands="Every route leads to Services that are there, with the port that is named, and hangs on a listener.",
    why="A route that leads nowhere answers 500 (Gateway API, HTTPBackendRef); one that no listener takes is accepted "
    "by the API and never serves. Only its status says so.",
    fix="Correct the name of the Service, or add it.",
    bad="""
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec: {rules: [{backendRefs: [{name: backend, port: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
""",
    good="""
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec: {rules: [{backendRefs: [{name: backend, port: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(PROVIDED,),
    scope=Scope.SET,
)
