"""What was said in platform.yaml: its nodes, each with the JSON pointer of where it was said.

An environment's overrides are merged into these nodes, so that every leaf keeps the pointer of its own line.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from generators.platform.fault import Outcome, shown
from manifests.nodes import Node, Scalar, Sequence, key_text
from manifests.pointer import child

Readings = dict[int, tuple[object, Outcome[Any]]]
"""By the number of a key, the key and what it holds."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar. `text` is what was written, `value` what YAML reads."""

    value: str | int | float | bool | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `read` is what `Key.parse` made of it: environments share with the base what they do not override."""

    items: tuple[Said, ...]
    source: str
    read: Readings = field(default_factory=dict, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping, in the order written. `read` as in a list."""

    entries: Mapping[str, Said]
    source: str
    read: Readings = field(default_factory=dict, init=False, repr=False, compare=False)

    def get(self, name: str) -> Said | None:
        """What the key holds; None where there is no such key."""
        return self.entries.get(name)

    def without(self, names: Container[str]) -> Map:
        """The mapping without these keys."""
        return Map({name: value for name, value in self.entries.items() if name not in names}, self.source)


Said = Leaf | Items | Map


def said(node: Node, source: str = "") -> Said:
    """The node with pointers. Of a key that is written twice the last one counts."""
    if isinstance(node, Scalar):
        return Leaf(node.value, node.text, source)
    if isinstance(node, Sequence):
        return Items(tuple(said(item, child(source, index)) for index, item in enumerate(node.items)), source)
    names = ((key_text(key), value) for key, value in node.entries)
    return Map({name: said(value, child(source, name)) for name, value in names}, source)


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
