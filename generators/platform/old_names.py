"""What stays of a component under its old name while it takes a new one (`was`).

The two steps, and why nothing is down between them:

1. With `was`, the platform has both. What runs under the old name stays as it is, but for its routes and its
   migration. Its Flux Kustomization depends strictly on that of the new name, so it keeps even its routes until the new
   one is Ready; of two HTTPRoutes with one address the older one serves (Gateway API, HTTPRouteRule: "the oldest Route
   based on creation timestamp"). Then its route goes, and the new one serves from pods that are Ready.
   Who needs the component may reach both, and finds the new one under the variables of both names.
2. Without `was`, the old one goes as any component that is taken out. Nobody calls it any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generators.platform.values import Component


def with_old_names(components: Iterable[Component]) -> tuple[Component, ...]:
    """The components, and beside each that was renamed what stays of it under its old name; sorted by name."""
    every = tuple(components)
    stay = (_under_old_name(each, each.was.value) for each in every if each.was is not None)
    return tuple(sorted((*every, *stay), key=lambda each: each.name))


def _under_old_name(component: Component, name: str) -> Component:
    """It migrates nothing: the new one has brought the database up to date, or is about to."""
    use = component.database_use
    return replace(
        component,
        name=name,
        was=None,
        successor=component.name,
        database_use=replace(use, migrate=()) if use is not None else None,
    )
