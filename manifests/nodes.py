"""A YAML document as nodes that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from manifests.pointer import item_number, split
from manifests.position import Position

Value: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as Kubernetes reads it, the text it is written as, and whether it stands there without quotes."""

    value: Value
    text: str
    plain: bool
    position: Position


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; its position is that of the first dash or of the bracket."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields in the order written, a repeated key as often as it is written; its position is that of the first key."""

    entries: tuple[tuple[Scalar, Node], ...]
    position: Position
    _last: dict[str, int] | None = field(default=None, init=False, repr=False, compare=False)

    def get(self, key: str) -> Node | None:
        """The value of the key, the last one where the key is repeated; None if there is no such key."""
        index = self._index().get(key)
        return None if index is None else self.entries[index][1]

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its position; the last one where it is repeated."""
        index = self._index().get(key)
        return None if index is None else self.entries[index][0]

    def _index(self) -> dict[str, int]:
        # made on first use: most mappings of most files are never asked
        index = self._last
        if index is None:
            index = {key_text(entry[0]): place for place, entry in enumerate(self.entries)}
            object.__setattr__(self, "_last", index)
        return index


Node: TypeAlias = Scalar | Sequence | Mapping


def key_text(key: Scalar) -> str:
    """A key as Kubernetes names the field: `1`, `true` and `1.5` where the key is no text."""
    value = key.value
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def to_plain(node: Node | None) -> Any:
    """The node as dicts, lists and values, keys as text; of a repeated key the last one wins. No node is None."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key_text(key): to_plain(value) for key, value in node.entries}
    return None if node is None else [to_plain(item) for item in node.items]


def node_at(node: Node | None, pointer: str) -> Node | None:
    """The value at the JSON pointer, None if there is none."""
    for token in split(pointer):
        if isinstance(node, Mapping):
            node = node.get(token)
        else:
            node = _item(node, token) if isinstance(node, Sequence) else None
        if node is None:
            return None
    return node


def find(node: Node | None, pointer: str) -> Position | None:
    """Where the field at the JSON pointer stands: its key in a mapping, the item in a list. None if there is none."""
    tokens = split(pointer)
    place, depth = _deepest(node, tokens)
    return place if depth == len(tokens) else None


def nearest(node: Node | None, pointer: str) -> Position:
    """Where the deepest part of the pointer that exists stands; an empty document is 1:1."""
    return _deepest(node, split(pointer))[0] or Position(1, 1)


def _deepest(node: Node | None, tokens: tuple[str, ...]) -> tuple[Position | None, int]:
    place = None if node is None else node.position
    for depth, token in enumerate(tokens):
        if isinstance(node, Mapping):
            key = node.key(token)
            node = node.get(token)
            found = None if key is None else key.position
        else:
            node = _item(node, token) if isinstance(node, Sequence) else None
            found = None if node is None else node.position
        if found is None:
            return place, depth
        place = found
    return place, len(tokens)


def _item(node: Sequence, token: str) -> Node | None:
    try:
        return node.items[item_number(token)]
    except (ValueError, IndexError):
        return None
