"""worker: a program that nobody calls, such as one that takes jobs from a queue."""

from __future__ import annotations

from generators.objects.probes import DefaultProbe, DefaultProbes
from generators.objects.resources import DefaultAmounts
from generators.platform.component_type import ComponentType
from generators.platform.values import Component
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.keys import POD_KEYS
from generators.types.part import ComponentObjects
from generators.types.started import with_start
from generators.types.stateless import stateless_objects

DEFAULTS = Defaults(
    user=10001,
    amounts=DefaultAmounts("100m", "256Mi", "64Mi", "512Mi"),
    temporary="256Mi",
    pre_stop_seconds=0,  # nobody sends it requests that would have to end first
    stops_within_seconds=60,
    probes=DefaultProbes(
        start=DefaultProbe(period=2, failures=30, asks=False),
        ready=DefaultProbe(period=5, timeout=2, failures=3, asks=False),
        live=DefaultProbe(period=10, timeout=5, failures=6, asks=False),
    ),
    priority="background",
)


def worker_objects(component: Component, context: Context) -> ComponentObjects:
    """The worker without a Service, and before it the migration of its database where one is written."""
    return stateless_objects(with_start(component), context, DEFAULTS, addressed=False)


WORKER = ComponentType(
    name="worker",
    purpose="A program that nobody calls, such as one that takes jobs from a queue.",
    keys=POD_KEYS | {"alone", "database", "gpu", "needs", "replicas", "scale", "was"},
    required=frozenset(),
    serves=(),
    objects=worker_objects,
    needable=False,
)
