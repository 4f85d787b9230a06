"""The platform as far as it could be read, for the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generators.platform.component_type import ComponentType
from generators.platform.environment import EnvironmentDraft
from generators.platform.fault import Fault
from generators.platform.values import Cluster, Component, KubernetesVersion
from manifests.pointer import join, parent


@dataclass(frozen=True, slots=True)
class Draft:
    """The base (`environment` is None) or one environment. None is what is absent or wrong.

    `declared` names every component that was written, `components` holds those that could be read and are there.
    `broken` are the pointers of the faults so far and of all that holds them: what follows from a fault is not said.
    """

    name: str | None
    kubernetes: KubernetesVersion | None
    cluster: Cluster | None
    types: Mapping[str, ComponentType]
    declared: Mapping[str, str]
    components: tuple[Component, ...]
    environments: tuple[EnvironmentDraft, ...]
    environment: EnvironmentDraft | None
    broken: frozenset[str]

    def component(self, name: str) -> Component | None:
        """The component of that name, if it could be read and is there."""
        return next((each for each in self.components if each.name == name), None)

    def sound(self, component: Component, *keys: str) -> bool:
        """Whether none of these keys of the component has a fault, in the base or here."""
        roots = [component.source]
        if self.environment is not None:
            roots.append(join("environments", self.environment.name, "components", component.name))
        return not any(f"{root}/{key}" in self.broken for root in roots for key in keys)


Check = Callable[[Draft], Iterable[Fault]]


def broken_by(faults: Iterable[Fault]) -> frozenset[str]:
    """The pointers of the faults, of the keys they miss, and of all that holds them."""
    broken: set[str] = set()
    for fault in faults:
        for start in (fault.source, fault.meant):
            pointer = start
            while pointer and pointer not in broken:
                broken.add(pointer)
                pointer = parent(pointer)
    return frozenset(broken)
