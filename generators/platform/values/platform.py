"""The whole, and its environments."""

from __future__ import annotations

from dataclasses import dataclass

from generators.platform.values.cluster import Cluster, KubernetesVersion
from generators.platform.values.component import Component
from generators.platform.values.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment with its components as they are there: overrides merged, disabled ones gone, sorted by name.

    What stays under an old name (`successor`) is among them.
    """

    name: str
    namespace: str
    domain: Sourced[str] | None
    gpus: Sourced[int] | None
    components: tuple[Component, ...]
    source: str  # "/environments/<name>"

    def component(self, name: str) -> Component:
        """The component of that name; KeyError if it is not in this environment."""
        return _named(self.components, name)


@dataclass(frozen=True, slots=True)
class Platform:
    """The whole of platform.yaml. `components` are those of the base: nothing of an environment in them."""

    name: str
    kubernetes: KubernetesVersion
    registry: str
    branch: str
    cluster: Cluster
    components: tuple[Component, ...]  # sorted by name
    environments: tuple[Environment, ...]  # sorted by name

    def component(self, name: str) -> Component:
        """The component of that name as the base has it; KeyError if there is none."""
        return _named(self.components, name)


def _named(components: tuple[Component, ...], name: str) -> Component:
    for component in components:
        if component.name == name:
            return component
    raise KeyError(name)
