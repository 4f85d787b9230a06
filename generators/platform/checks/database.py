"""An api that uses a database needs exactly one."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault


def needed(draft: Draft) -> Iterator[Fault]:
    databases = [
        each for each in draft.declared if (found := draft.component(each)) is None or found.type == "postgres"
    ]
    for component in draft.components:
        use = component.database_use
        if use is None or not draft.sound(component, "needs"):
            continue
        needs = [need.value for need in component.needs if need.value in databases or need.value not in draft.declared]
        if not needs:
            remedy = (
                f"write `needs: [{databases[0]}]`" if databases else "add a component of type postgres, and need it"
            )
            yield Fault(use.source, "uses a database, found no component of type postgres in `needs`", remedy)
        elif len(needs) > 1 and all(need in draft.declared for need in needs):
            yield Fault(use.source, f"uses one database, found {' and '.join(needs)} in `needs`", "keep one of them")
