"""Who may talk to whom in an environment, for the proof that the built policies say the same."""

from __future__ import annotations

from dataclasses import dataclass

from generators.network.flows import Flow, flows
from generators.tree.parts import EnvironmentParts


@dataclass(frozen=True, slots=True)
class Network:
    """The intended flows of one environment, and the namespace they are about."""

    environment: str
    namespace: str
    flows: tuple[Flow, ...]


def network_of(one: EnvironmentParts) -> Network:
    """The network of an environment with these parts."""
    context, environment = one.context, one.environment
    table = flows(context.platform, context.components, context.ports)
    return Network(environment.name, environment.namespace, table)
