"""Component types for the tests of the parser: which keys a type takes is data, so a few of each sort are enough."""

from __future__ import annotations

from typing import Any, Final

from generators.platform.component_type import ComponentType
from generators.platform.values import Component

_PROGRAM = frozenset(
    {
        "image",
        "command",
        "args",
        "port",
        "ports",
        "probes",
        "stops_within",
        "env",
        "config",
        "files",
        "secrets",
        "volumes",
        "egress",
        "routes",
        "needs",
        "service_account",
        "image_pull_secrets",
        "node_selector",
        "annotations",
        "run_as",
        "singleton",
        "replicas",
        "resources",
        "scale",
        "was",
    }
)


def _nothing(component: Component, context: Any) -> tuple[Any, ...]:
    return ()


def _type(
    name: str,
    keys: frozenset[str],
    required: frozenset[str],
    serves: tuple[tuple[str, int], ...],
    *,
    needable: bool = True,
    may_be_external: bool = False,
) -> ComponentType:
    purpose = f"A {name} of the tests."
    return ComponentType(name, purpose, keys, required, serves, _nothing, needable, may_be_external)


TYPES: Final = (
    _type("web", _PROGRAM, frozenset({"resources"}), (("http", 8080),)),
    _type("api", _PROGRAM | {"database"}, frozenset({"resources"}), (("http", 8000),)),
    _type(
        "model-server",
        _PROGRAM | {"gpu", "model"},
        frozenset({"resources", "gpu", "model"}),
        (("grpc", 8500), ("http", 8501)),
    ),
    _type(
        "postgres",
        frozenset(
            {"version", "database", "owner", "storage", "instances", "max_connections", "resources", "node_selector"}
        ),
        frozenset({"version", "database", "owner", "storage", "instances", "resources"}),
        (("postgres", 5432),),
        may_be_external=True,
    ),
    _type(
        "redis",
        frozenset({"version", "resources", "singleton"}),
        frozenset({"version"}),
        (("redis", 6379),),
        may_be_external=True,
    ),
    _type("service", _PROGRAM | {"alone"}, frozenset({"port", "probes"}), ()),
    _type("worker", (_PROGRAM - {"routes"}) | {"alone"}, frozenset(), (), needable=False),
    _type(
        "cron",
        frozenset({"schedule", "timezone", "concurrency", "deadline", "needs", "config", "gpu"}),
        frozenset({"schedule"}),
        (),
        needable=False,
    ),
)
