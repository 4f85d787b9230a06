"""service: any server. Its ports and its probes are written; nothing is assumed of the program."""

from __future__ import annotations

from generators.objects.probes import DefaultProbe, DefaultProbes
from generators.objects.resources import DefaultAmounts
from generators.platform.component_type import ComponentType
from generators.platform.values import Component
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.keys import SERVER_KEYS
from generators.types.part import ComponentObjects
from generators.types.started import with_start
from generators.types.stateless import stateless_objects

DEFAULTS = Defaults(
    user=10001,
    amounts=DefaultAmounts("100m", "256Mi", "64Mi", "512Mi"),
    temporary="256Mi",
    pre_stop_seconds=10,
    stops_within_seconds=30,
    probes=DefaultProbes(
        start=DefaultProbe(period=2, failures=30, asks=False),
        ready=DefaultProbe(period=5, timeout=2, failures=3, asks=False),
        live=DefaultProbe(period=10, timeout=5, failures=6, asks=False),
    ),
    priority="web",
)


def service_objects(component: Component, context: Context) -> ComponentObjects:
    """The service, and before it the migration of its database where one is written."""
    return stateless_objects(with_start(component), context, DEFAULTS)


SERVICE = ComponentType(
    name="service",
    purpose="Any server: it says its port and its probes, and nothing is assumed.",
    keys=SERVER_KEYS | {"alone", "database", "gpu"},
    required=frozenset({"port", "probes"}),
    serves=(),
    objects=service_objects,
)
