"""A JSON6902 patch, and which of its operations sets a field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manifests import pointer, reader
from manifests.position import Position
from manifests.reader import Node, Scalar
from policies.parts import text_at
from policies.provenance.place import Place, is_element, place_of
from policies.provenance.subject import Subject

Guards = dict[tuple[str, ...], str]


def is_json_patch(nodes: Sequence[Node]) -> bool:
    return bool(nodes) and isinstance(nodes[0], reader.Sequence)


@dataclass(frozen=True, slots=True)
class Setting:
    """A place at which a patch sets the field. `sure` is False where a list index may mean another element."""

    place: Place
    sure: bool


def settings(nodes: Sequence[Node], subject: Subject) -> Iterator[Setting]:
    """The places at which this patch sets the field: operations whose path is the field or an ancestor of it.

    An operation on an ancestor replaces everything below, so it sets the field even where its value leaves it out.
    """
    items = nodes[0].items if isinstance(nodes[0], reader.Sequence) else ()
    guards: Guards = {}
    for item in items:
        path = _tokens(text_at(item, "path"))
        operation = text_at(item, "op")
        if path is None or not isinstance(item, reader.Mapping):
            continue
        value = item.get("value")
        if operation == "test":
            if isinstance(value, Scalar):
                guards[path] = str(value.value)
            continue
        sure = _is_ancestor(path, subject, guards)
        if sure is None or _is_of_another(path, value, operation, subject):
            continue
        if operation in ("add", "replace") and value is not None:
            below = place_of(value, subject.tokens[len(path) :], subject.elements, len(path))
            at_value = len(path) == len(subject.tokens) or below.node is value
            position = _key(item, "value") if at_value else below.position
            yield Setting(Place(position, below.node, exact=True, removes=not below.exact), sure)
        elif operation == "remove":
            yield Setting(Place(_key(item, "path"), item, exact=True, removes=True), sure)
        else:
            yield Setting(Place(_key(item, "path"), item, exact=True), sure)


def _is_of_another(path: tuple[str, ...], value: Node | None, operation: str | None, subject: Subject) -> bool:
    """Whether an operation on a list adds, replaces or removes an element other than the one that is meant."""
    element = subject.elements.get(len(path) - 1)
    if element is None:
        return False
    if operation == "remove":
        return len(path) < len(subject.tokens)
    return len(path) < len(subject.tokens) and value is not None and not is_element(value, element)


def _tokens(path: str | None) -> tuple[str, ...] | None:
    if path is None:
        return None
    try:
        return pointer.split(path)
    except ValueError:
        return None


def _key(item: reader.Mapping, name: str) -> Position:
    key = item.key(name)
    return key.position if key is not None else item.position


def _is_ancestor(path: tuple[str, ...], subject: Subject, guards: Guards) -> bool | None:
    """Whether `path` is the field or above it, None if it is not.

    A list index is held against the name that a `test` before it proved, because the index of the rendered list may be
    another one; without a `test`, an index that differs leaves it open: False.
    """
    if len(path) > len(subject.tokens):
        return None
    sure = True
    for depth, (token, wanted) in enumerate(zip(path, subject.tokens, strict=False)):
        element = subject.elements.get(depth)
        proven = guards.get((*path[: depth + 1], element.key)) if element is not None else None
        if proven is not None and element is not None:
            if proven != element.value:
                return None
        elif token not in (wanted, "-"):
            if not (token.isdecimal() and wanted.isdecimal()):
                return None
            sure = False
    return sure
