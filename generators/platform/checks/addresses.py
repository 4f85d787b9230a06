"""No text leads to a component that somebody else keeps in this environment: nothing answers there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault
from generators.platform.values import Component, Sourced


def answered(draft: Draft) -> Iterator[Fault]:
    if draft.environment is None:
        return
    by_name = {each.name: each for each in draft.components}
    for component in draft.components:
        for need in component.needs:
            there = by_name.get(need.value)
            if there is None or there.external is None:
                continue
            address = _address(there, draft)
            for text in _texts(component):
                found = address.search(text.value)
                if found:
                    yield Fault(
                        text.source,
                        f"found {found[0]}, where nothing answers in {draft.environment.name}",
                        f"write it in `config`, and an address at {there.external.host} in that of the environment",
                    )


def _address(component: Component, draft: Draft) -> re.Pattern[str]:
    numbers = [port.number.value for port in component.ports] or [
        number for _, number in draft.types[component.type].serves
    ]
    return re.compile(rf"(?<![\w.-]){component.name}:(?:{'|'.join(map(str, numbers))})(?!\d)")


def _texts(component: Component) -> Iterator[Sourced[str]]:
    yield from component.command
    yield from component.args
    yield from (each.value for each in (*component.env, *component.config))
