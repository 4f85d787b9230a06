"""An api that uses a database needs exactly one."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault, shown
from manifests.nearest import way_out


def migrated(draft: Draft) -> Iterator[Fault]:
    """A migration gets only what the component itself has."""
    for component in draft.components:
        use = component.database_use
        if use is None or not draft.sound(component, "secrets"):
            continue
        known = [each.variable for each in component.secrets]
        for name in use.secrets:
            if name.value not in known:
                yield Fault(name.source, f"`secrets` has no variable {shown(name.value)}", way_out(name.value, known))


def needed(draft: Draft) -> Iterator[Fault]:
    databases = {each.name for each in draft.components if each.type == "postgres"}
    readable = {each.name for each in draft.components}
    for component in draft.components:
        use = component.database_use
        if use is None or not draft.sound(component, "needs"):
            continue
        needs = [need.value for need in component.needs]
        found = [need for need in needs if need in databases]
        # A component that is not there or cannot be read is said elsewhere, and may have been the database.
        if not found and readable.issuperset(needs):
            first = min(databases, default="")
            remedy = f"add `{first}` to `needs`" if first else "add a component of type postgres, and need it"
            yield Fault(use.source, "uses a database, found no component of type postgres in `needs`", remedy)
        elif len(found) > 1:
            yield Fault(use.source, f"uses one database, found {' and '.join(found)} in `needs`", "keep one of them")
