"""What a builder may know beside its component."""

from __future__ import annotations

from dataclasses import dataclass

from generators.platform.values import Component, Environment, Platform, Port, Sourced, next_or_key_error
from generators.types.serves import SERVES


@dataclass(frozen=True, slots=True)
class Context:
    """The platform, and the environment that is built; None is the base. `components` are those of either."""

    platform: Platform
    environment: Environment | None
    components: tuple[Component, ...]

    def component(self, name: str) -> Component:
        """The component of that name; KeyError if it is not here."""
        return next_or_key_error(self.components, name)

    def ports(self, component: Component) -> tuple[Port, ...]:
        """The component's ports, or those of its type."""
        if component.ports:
            return component.ports
        return tuple(Port(name, Sourced(number, component.source)) for name, number in SERVES[component.type])
