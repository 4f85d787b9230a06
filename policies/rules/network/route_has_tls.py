"""What is reached from outside is reached by TLS."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import polaris
from policies.indexes.present import find
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.backend import GATEWAY
from policies.workload.field import Field, UnreadableError
from policies.workload.gateway import Parent, listeners_of, parents_of
from policies.workload.ingress import read_ingress
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("Ingress"):
        if item.group == "networking.k8s.io":
            yield from settled(item, _readable(item, _of_ingress(item)))
    for item in world.of_kind("HTTPRoute", "GRPCRoute"):
        if item.group == GATEWAY:
            yield from _readable(item, _of_route(world, item))


def _readable(item: Object, verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    try:
        yield from verdicts
    except UnreadableError as error:
        yield not_evaluated(item, str(error))


def _of_ingress(item: Object) -> Iterator[Verdict]:
    ingress = read_ingress(item)
    for host, field in ingress.served:
        if not ingress.is_secured(host):
            yield failed(item, f"host {host} has no TLS" if host else "requests of any host have no TLS", field)


def _of_route(world: World, item: Object) -> Iterator[Verdict]:
    parents = [each for each in parents_of(item) if (each.group, each.kind) == (GATEWAY, "Gateway")]
    if parents:
        yield from settled(item, _of_parents(world, item, parents))


def _of_parents(world: World, item: Object, parents: list[Parent]) -> Iterator[Verdict]:
    absent = []
    for parent in parents:
        gateway = find(world, "Gateway", parent.namespace, parent.name, GATEWAY)
        if gateway is None:
            absent.append(parent)
        elif any(
            listener.protocol in ("HTTPS", "TLS") for listener in listeners_of(gateway) if parent.reaches(listener)
        ):
            return
    if _only_redirects(item):
        return
    if absent:
        yield not_evaluated(item, f"Gateway/{absent[0].name} is not among the objects judged", absent[0].field)
    else:
        names = " and ".join(dict.fromkeys(f"Gateway/{parent.name}" for parent in parents))
        fix = "Attach the route to a listener with protocol HTTPS, by sectionName."
        yield failed(item, f"it attaches to no HTTPS listener of {names}", "/spec/parentRefs", fix=fix)


def _only_redirects(item: Object) -> bool:
    """Whether every rule of the route does nothing but send the client to HTTPS."""
    rules = [list(rule.at("filters").items()) for rule in Field(item.body).at("spec", "rules").items()]
    return bool(rules) and all(
        any(each.at("requestRedirect", "scheme").text() == "https" for each in filters) for filters in rules
    )


RULE = Rule(
    id="network/route-has-tls",
    demands="Every host of an Ingress has TLS, and every HTTPRoute and GRPCRoute attaches to an HTTPS listener.",
    why="In the clear, whoever is on the way reads and changes what is sent, cookies and passwords with it.",
    fix="Add the host to spec.tls, with the Secret of its certificate.",
    bad="""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}
""",
    good="""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  tls: [{hosts: [shop.example.com], secretName: shop-tls}]
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(*polaris("tlsSettingsMissing", "gatewayTLSMissing"),),
    judge=_judge,
    scope=Scope.SET,
)
