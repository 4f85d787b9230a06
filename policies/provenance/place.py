"""Where a field stands in one YAML node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from manifests import reader
from manifests.position import Position
from manifests.reader import Node, Scalar
from policies.finding import Element


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a field's key, or of the deepest ancestor that exists; `node` is the value there."""

    position: Position
    node: Node
    exact: bool


def place_of(node: Node, tokens: Sequence[str], elements: Mapping[int, Element], start: int = 0) -> Place:
    """Follow `tokens` from `node`. `elements` say, by depth, which list element is meant whatever its index is.

    `start` is the depth of the first token, where `node` stands below the object's own root.
    """
    position = node.position
    for depth, token in enumerate(tokens, start):
        if isinstance(node, reader.Mapping):
            key, value = node.key(token), node.get(token)
            if key is None or value is None:
                return Place(position, node, exact=False)
            position, node = key.position, value
        elif isinstance(node, reader.Sequence):
            item = _item(node, token, elements.get(depth))
            if item is None:
                return Place(position, node, exact=False)
            position, node = item.position, item
        else:
            return Place(position, node, exact=False)
    return Place(position, node, exact=True)


def _item(node: reader.Sequence, token: str, element: Element | None) -> Node | None:
    if element is not None:
        return next((item for item in node.items if is_element(item, element)), None)
    return node.items[int(token)] if token.isdecimal() and int(token) < len(node.items) else None


def is_element(node: Node, element: Element) -> bool:
    """Whether this is the list element that is meant."""
    value = node.get(element.key) if isinstance(node, reader.Mapping) else None
    return isinstance(value, Scalar) and str(value.value) == element.value
