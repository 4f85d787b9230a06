"""What rules must know of the intent, as annotations on the workload (never on its pods: a fact restarts nothing)."""

from __future__ import annotations

from typing import Any

from generators.platform.values import Component, Sourced
from generators.types.connections import databases_of
from generators.types.context import Context
from manifests.duration import format_duration

PREFIX = "roadstead.dev/"


def facts(component: Component, context: Context, stops_within: Sourced[int] | None) -> dict[str, Any]:
    """The annotations, each only where something says it. Seconds in `stops_within`."""
    said: dict[str, Sourced[str] | None] = {
        "double-above": _percent(component.scale.double_above if component.scale else None),
        "shrink-below": _percent(component.scale.shrink_below if component.scale else None),
        "loads-within": _duration(component.model.loads_within if component.model else None),
        "stops-within": _duration(stops_within),
        "connections": _connections(component, context),
        "singleton": _singleton(component),
    }
    return {PREFIX + name: value for name, value in said.items() if value is not None}


def _percent(percent: Sourced[int] | None) -> Sourced[str] | None:
    return Sourced(str(percent.value), percent.source) if percent else None


def _duration(seconds: Sourced[int] | None) -> Sourced[str] | None:
    return Sourced(format_duration(seconds.value), seconds.source) if seconds else None


def _connections(component: Component, context: Context) -> Sourced[str] | None:
    pool = component.database_use.pool if component.database_use else None
    databases = [need for need in databases_of(component, context) if context.component(need.value).external is None]
    if pool is None or not databases:
        return None
    return Sourced(",".join(f"{need.value}={pool.value}" for need in databases), pool.source)


def _singleton(component: Component) -> Sourced[str] | None:
    one = component.singleton
    return Sourced(f"{one.reason}; {one.owner}; {one.expires}", one.source) if one else None
