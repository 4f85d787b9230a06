"""Where in platform.yaml, and in the files that it includes, a JSON pointer stands.

A pointer is one into the platform as a whole, whatever file says the place: each file is a part of that one tree.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from manifests.nodes import Mapping, Node, Scalar, Sequence
from manifests.pointer import split
from manifests.position import Position


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column of a file, both counted from 1. `file` is relative to the repository's root."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions of one parsed file. `elsewhere`: the tokens of what an included file says -> that file's."""

    file: str
    root: Node
    elsewhere: Table[tuple[str, ...], Positions] = field(default_factory=dict)

    def of(self, pointer: str) -> Place:
        """Where the pointer's value stands, or the deepest ancestor that exists.

        A mapping, a list or nothing under a key stands where its key does: that is the line a person looks for.
        """
        return self._place(pointer, of_key=False)

    def of_key(self, pointer: str) -> Place:
        """Where the last key of the pointer stands; as `of` for an item of a list."""
        return self._place(pointer, of_key=True)

    def _place(self, pointer: str, *, of_key: bool) -> Place:
        tokens = split(pointer)
        # A component, or what an environment says of one: `/components/<name>`, `/environments/<e>/components/<name>`.
        one = self.elsewhere.get(tokens[:2]) or self.elsewhere.get(tokens[:4]) or self
        position = _walk(one.root, tokens, of_key=of_key)
        return Place(one.file, position.line, position.column)


def _walk(node: Node, tokens: tuple[str, ...], *, of_key: bool) -> Position:
    position = node.position
    for token in tokens:
        if isinstance(node, Mapping):
            key, value = node.key(token), node.get(token)
            if key is None or value is None:
                return position
            node = value
            scalar = isinstance(node, Scalar) and node.value is not None
            position = node.position if scalar and not of_key else key.position
        elif isinstance(node, Sequence) and token.isdecimal() and int(token) < len(node.items):
            node = node.items[int(token)]
            position = node.position
        else:
            return position
    return position
