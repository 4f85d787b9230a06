"""What was said in platform.yaml: its nodes, each with the JSON pointer of where it was said.

An environment's overrides are merged into these nodes, so that every leaf keeps the pointer of its own line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generators.platform.fault import Fault, Outcome, shown
from manifests import reader
from manifests.pointer import child


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar. `text` is what was written, `value` what YAML reads."""

    value: str | int | float | bool | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Said, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping, in the order written. `merged`: a YAML merge key (`<<`) stood in it, so that keys may be elsewhere."""

    entries: Mapping[str, Said]
    source: str
    merged: bool = False

    def get(self, name: str) -> Said | None:
        """What the key holds; None where there is no such key."""
        return self.entries.get(name)


Said = Leaf | Items | Map


def said(node: reader.Node, source: str = "") -> Outcome[Said]:
    """The node with pointers, and a fault for each key that is no text. Such a key and what it holds are left out."""
    if isinstance(node, reader.Scalar):
        return Outcome(Leaf(node.value, node.text, source))
    if isinstance(node, reader.Sequence):
        outcomes = [said(item, child(source, str(index))) for index, item in enumerate(node.items)]
        items = tuple(outcome.value for outcome in outcomes if outcome.value is not None)
        return Outcome(Items(items, source), tuple(fault for outcome in outcomes for fault in outcome.faults))
    entries: dict[str, Said] = {}
    faults: list[Fault] = []
    for key, value in node.entries:
        place = child(source, key.text)
        if not isinstance(key.value, str):
            faults.append(
                Fault(
                    place,
                    f"a key must be a text, found {found(Leaf(key.value, key.text, place))}",
                    f'write `"{key.text}"`',
                    at_key=True,
                )
            )
        elif not (key.plain and key.text == "<<"):
            outcome = said(value, place)
            faults.extend(outcome.faults)
            if outcome.value is not None:
                entries[key.text] = outcome.value
    merged = any(key.plain and key.text == "<<" for key, _ in node.entries)
    return Outcome(Map(entries, source, merged), tuple(faults))


def found(place: Said) -> str:
    """What stands there, in words for a message."""
    if isinstance(place, Map):
        return "a mapping"
    if isinstance(place, Items):
        return "a list"
    if place.value is None:
        return "nothing"
    if isinstance(place.value, bool):
        return f"the boolean {place.text}"
    if isinstance(place.value, str):
        return shown(place.value)
    return f"the number {place.text}"
