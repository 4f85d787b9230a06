"""Where in platform.yaml a JSON pointer stands."""

from __future__ import annotations

from dataclasses import dataclass

from manifests.nodes import Mapping, Node, Scalar, Sequence
from manifests.pointer import split
from manifests.position import Position


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions of one parsed file."""

    root: Node

    def of(self, pointer: str) -> Position:
        """Where the pointer's value stands, or the deepest ancestor that exists.

        A mapping, a list or nothing under a key stands where its key does: that is the line a person looks for.
        """
        return self._walk(pointer, of_key=False)

    def of_key(self, pointer: str) -> Position:
        """Where the last key of the pointer stands; as `of` for an item of a list."""
        return self._walk(pointer, of_key=True)

    def _walk(self, pointer: str, *, of_key: bool) -> Position:
        node, position = self.root, self.root.position
        for token in split(pointer):
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
