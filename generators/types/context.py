"""What a builder may know beside its component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generators.network.flows import Flow, flows
from generators.network.peers import Peer
from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Environment, Platform, Port, Sourced


@dataclass(frozen=True, slots=True)
class Context:
    """The platform, its types by name, and the environment that is built; None is the base. `components` are its own.

    What every builder asks of the whole is looked up once, so that a thousand components cost a thousand times one.
    """

    platform: Platform
    types: Mapping[str, ComponentType]
    environment: Environment | None
    components: tuple[Component, ...]
    _by_name: Mapping[str, Component] = field(init=False, repr=False, compare=False)
    _base: Mapping[str, Component] = field(init=False, repr=False, compare=False)
    _configured: frozenset[str] = field(init=False, repr=False, compare=False)
    _flows: Mapping[Peer, tuple[Flow, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        platform = self.platform
        everywhere = [platform.components, *(environment.components for environment in platform.environments)]
        configured = frozenset(each.name for components in everywhere for each in components if each.config)
        by_peer: dict[Peer, list[Flow]] = {}
        for flow in flows(platform, self.components, self.ports):
            for peer in {flow.source, flow.destination}:
                by_peer.setdefault(peer, []).append(flow)
        for name, value in (
            ("_by_name", {each.name: each for each in self.components}),
            ("_base", {each.name: each for each in platform.components}),
            ("_configured", configured),
            ("_flows", {peer: tuple(rows) for peer, rows in by_peer.items()}),
        ):
            object.__setattr__(self, name, value)

    def component(self, name: str) -> Component:
        """The component of that name; KeyError if it is not here."""
        return self._by_name[name]

    def base_of(self, component: Component) -> Component:
        """The same component as the base has it."""
        return self._base[component.name]

    def ports(self, component: Component) -> tuple[Port, ...]:
        """The component's ports, or those of its type; of one that somebody else keeps, the port there."""
        external = component.external
        if component.ports and external is None:
            return component.ports
        own = tuple(Port(name, Sourced(number, component.source)) for name, number in self.types[component.type].serves)
        return (Port(own[0].name, external.port),) if external and external.port else own

    def has_config(self, component: Component) -> bool:
        """Whether the base or any environment gives it a `config`: then it has a ConfigMap in all of them."""
        return component.name in self._configured

    def flows_of(self, peer: Peer) -> tuple[Flow, ...]:
        """The rows of the table of flows that begin or end at this peer."""
        return self._flows.get(peer, ())
