"""Where a field stands in one YAML node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from manifests import reader
from manifests.position import Position
from manifests.reader import Node, Scalar
from policies.finding import Element


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a field's key, or of the deepest ancestor that exists; `node` is the value there.

    `removes`: a patch takes the field away there.
    """

    position: Position
    node: Node
    exact: bool
    removes: bool = False


def place_of(node: Node, tokens: Sequence[str], elements: Mapping[int, Element], start: int = 0) -> Place:
    """Follow `tokens` from `node`. `elements` say, by depth, which list element is meant whatever its index is.

    `start` is the depth of the first token, where `node` stands below the object's own root.
    """
    position = node.position
    for depth, token in enumerate(tokens, start):
        below = _step(node, token, elements.get(depth))
        if below is None:
            return Place(position, node, exact=False)
        position, node = below
    return Place(position, node, exact=True)


def merged_place(node: Node, tokens: Sequence[str], elements: Mapping[int, Element]) -> Place:
    """As place_of, in a strategic merge patch: a null and `$patch: delete` take away what they stand for, and
    `$patch: replace` what it does not name."""
    replaces: Position | None = None
    position = node.position
    for depth, token in enumerate(tokens):
        replaces = _directive(node, "replace") or replaces
        below = _step(node, token, elements.get(depth))
        if below is None:
            if replaces is not None:
                return Place(replaces, node, exact=True, removes=True)
            return Place(position, node, exact=False)
        position, node = below
        deletes = _directive(node, "delete")
        if deletes is not None or (isinstance(node, Scalar) and node.value is None):
            return Place(deletes or position, node, exact=True, removes=True)
    return Place(position, node, exact=True)


def _directive(node: Node, wanted: str) -> Position | None:
    """Where a mapping, or an item of a list for the whole list, says `$patch: wanted`."""
    if isinstance(node, reader.Sequence):
        return next((found for item in node.items if (found := _directive_of(item, wanted, 1)) is not None), None)
    return _directive_of(node, wanted)


def _directive_of(node: Node, wanted: str, most: int = 1 << 20) -> Position | None:
    if not isinstance(node, reader.Mapping) or len(node.entries) > most:
        return None
    value, key = node.get("$patch"), node.key("$patch")
    said = isinstance(value, Scalar) and value.value == wanted
    return key.position if said and key is not None else None


def _step(node: Node, token: str, element: Element | None) -> tuple[Position, Node] | None:
    if isinstance(node, reader.Mapping):
        key, value = node.key(token), node.get(token)
        return None if key is None or value is None else (key.position, value)
    if isinstance(node, reader.Sequence):
        item = _item(node, token, element)
        return None if item is None else (item.position, item)
    return None


def _item(node: reader.Sequence, token: str, element: Element | None) -> Node | None:
    if element is not None:
        return next((item for item in node.items if is_element(item, element)), None)
    return node.items[int(token)] if token.isdecimal() and int(token) < len(node.items) else None


def is_element(node: Node, element: Element) -> bool:
    """Whether this is the list element that is meant."""
    value = node.get(element.key) if isinstance(node, reader.Mapping) else None
    return isinstance(value, Scalar) and str(value.value) == element.value
