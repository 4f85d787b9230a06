"""What a platform consists of, before pins and extras: the parts of the base and of each environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Environment, Platform
from generators.types.context import Context
from generators.types.part import Dependency, Part


@dataclass(frozen=True, slots=True)
class EnvironmentParts:
    """The parts of one environment, and the context they were made in."""

    environment: Environment
    context: Context
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PlatformParts:
    """The parts of the base, and those of each environment."""

    platform: Platform
    base: tuple[Part, ...]
    environments: tuple[EnvironmentParts, ...]


def parts_of(platform: Platform, types: Mapping[str, ComponentType]) -> PlatformParts:
    """Every part of the platform. Raises Misfit for a value that its type cannot use."""
    base = _parts(Context(platform, types, None, platform.components))
    environments = []
    for environment in platform.environments:
        context = Context(platform, types, environment, environment.components)
        environments.append(EnvironmentParts(environment, context, _parts(context)))
    return PlatformParts(platform, base, tuple(environments))


def _parts(context: Context) -> tuple[Part, ...]:
    return tuple(
        _after_successor(part, component)
        for component in context.components
        for part in context.types[component.type].objects(component, context)
    )


def _after_successor(part: Part, component: Component) -> Part:
    """What stays under an old name changes, and loses its routes, only when the new one is Ready."""
    if component.successor is None:
        return part
    return replace(part, depends_on=(Dependency(component.successor, strict=True), *part.depends_on))
