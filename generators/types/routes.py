"""The HTTPRoutes of a component: one for each host name that the base tells apart, so that no path leaks to another."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.http_route import http_route
from generators.platform.values import Component, Route, Sourced
from generators.types.context import Context
from generators.types.naming import labels_of


def routes_of(component: Component, context: Context) -> list[tuple[str, Body]]:
    """(file name, body) each. None without a Gateway to attach to, and none under an old name: the new one has them."""
    gateway = context.platform.cluster.gateway
    if gateway is None or not component.routes or component.successor is not None:
        return []
    labels = labels_of(component, context)
    ports = context.ports(component)
    port = next((port for port in ports if port.name == "http"), ports[0])
    files: list[tuple[str, Body]] = []
    for number, routes in enumerate(_by_base_host(component, context), start=1):
        suffix = "" if number == 1 else f"-{number}"
        name = component.name if number == 1 else f"{component.name}-route-{number}"
        paths = [route.path for route in routes]
        files.append(
            (f"http-route{suffix}.yaml", http_route(name, labels, gateway, _hosts(routes, context), paths, port))
        )
    return files


def _by_base_host(component: Component, context: Context) -> list[list[Route]]:
    """An environment changes hosts, never the routes' number or order: the base says which belong together."""
    base = context.base_of(component).routes
    groups: dict[str, list[Route]] = {}
    for said, route in zip(base, component.routes, strict=True):
        groups.setdefault(said.host.value, []).append(route)
    return list(groups.values())


def _hosts(routes: list[Route], context: Context) -> list[Sourced[str]]:
    if context.environment is None:
        return []
    names: dict[str, Sourced[str]] = {}
    for route in routes:
        name = _full_name(route.host, context.environment.domain)
        names.setdefault(name.value, name)
    return list(names.values())


def _full_name(host: Sourced[str], domain: Sourced[str] | None) -> Sourced[str]:
    if domain is None or "." in host.value:
        return host
    return Sourced(f"{host.value}.{domain.value}", host.source)
