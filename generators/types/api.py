"""api: an application server, such as FastAPI under uvicorn, with the database that it migrates."""

from __future__ import annotations

from generators.objects.probes import DefaultProbe, DefaultProbes
from generators.objects.resources import DefaultAmounts
from generators.platform.component_type import ComponentType
from generators.platform.values import Component
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.keys import SERVER_KEYS
from generators.types.part import ComponentObjects
from generators.types.stateless import stateless_objects

# Liveness asks the process alone: were a slow database to fail it, every pod would restart at once.
DEFAULTS = Defaults(
    user=10001,
    amounts=DefaultAmounts("250m", "512Mi", "64Mi", "512Mi"),
    temporary="256Mi",
    pre_stop_seconds=10,
    stops_within_seconds=30,
    probes=DefaultProbes(
        start=DefaultProbe(period=2, failures=30, path="/livez", port="http"),
        ready=DefaultProbe(period=5, timeout=2, failures=3, path="/readyz", port="http"),
        live=DefaultProbe(period=10, timeout=5, failures=6, path="/livez", port="http"),
    ),
    priority="web",
)


def api_objects(component: Component, context: Context) -> ComponentObjects:
    """The api, and before it the migration of its database where one is written."""
    return stateless_objects(component, context, DEFAULTS)


API = ComponentType(
    name="api",
    purpose="An application server; it answers /livez and /readyz on port 8000.",
    keys=SERVER_KEYS | {"database"},
    required=frozenset(),
    serves=(("http", 8000),),
    objects=api_objects,
)
