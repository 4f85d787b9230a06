"""web: a server of static files, such as nginx with a React build."""

from __future__ import annotations

from generators.objects.probes import DefaultProbe, DefaultProbes
from generators.objects.resources import DefaultAmounts
from generators.platform.component_type import ComponentType
from generators.platform.values import Component
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.keys import SERVER_KEYS
from generators.types.part import ComponentObjects
from generators.types.stateless import stateless_part

DEFAULTS = Defaults(
    user=101,  # nginx-unprivileged's
    amounts=DefaultAmounts("50m", "64Mi", "64Mi", "256Mi"),
    temporary="64Mi",
    pre_stop_seconds=10,
    stops_within_seconds=15,
    probes=DefaultProbes(
        start=DefaultProbe(period=1, failures=30, path="/healthz", port="http"),
        ready=DefaultProbe(period=5, timeout=2, failures=3, path="/healthz", port="http"),
        live=DefaultProbe(period=20, timeout=3, failures=3, port="http"),
    ),
    priority="web",
)


def web_objects(component: Component, context: Context) -> ComponentObjects:
    """One part."""
    return (stateless_part(component, context, DEFAULTS),)


WEB = ComponentType(
    name="web",
    purpose="A server of web pages and static files; it answers /healthz on port 8080.",
    keys=SERVER_KEYS,
    required=frozenset(),
    serves=(("http", 8080),),
    objects=web_objects,
)
