"""`was` is a name that nothing has now, of a component that may run under two names for a while."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.checks.names import taken_names
from generators.platform.draft import Draft
from generators.platform.fault import Fault, shown


def free(draft: Draft) -> Iterator[Fault]:
    if draft.environment is not None:
        return
    taken = taken_names(draft)
    owners: dict[str, str] = {}
    for component in draft.components:
        was = component.was
        if was is None:
            continue
        other = owners.setdefault(was.value, component.name)
        if was.value == component.name:
            yield Fault(was.source, f"found {shown(was.value)}, the name that it has", "leave it out")
        elif was.value in draft.declared:
            problem = f"found {shown(was.value)}, and a component of that name is there still"
            yield Fault(was.source, problem, "take that component out: `was` keeps what runs under its name")
        elif was.value in taken:
            problem = f"found {shown(was.value)}, which is reserved for {taken[was.value]}"
            yield Fault(was.source, problem, "write the name that it had")
        elif other != component.name:
            yield Fault(was.source, f"found {shown(was.value)}, which {other} was too", "keep one of them")


def possible(draft: Draft) -> Iterator[Fault]:
    """Two names are two programs at once, and two volumes."""
    if draft.environment is not None:
        return
    for component in draft.components:
        was = component.was
        if was is None:
            continue
        if component.alone:
            problem = "found `was` beside `alone`: both names would run at once"
            yield Fault(was.source, problem, "leave `was` out: the old one is stopped, then the new one starts")
        elif component.storage is not None:
            problem = "found `was` beside `storage`: what is stored does not move to the new name by itself"
            yield Fault(was.source, problem, "keep the name, or copy the data to a second component")
