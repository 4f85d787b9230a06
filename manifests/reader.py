"""YAML text to nodes with positions, over PyYAML's C event parser, with Kubernetes' own rules for scalars.

What is no YAML raises MistakesError; what is YAML but odd is told beside the nodes, and the caller decides.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from yaml import CSafeLoader, MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from manifests.errors import Mistake, MistakesError
from manifests.nodes import Mapping, Node, Scalar, Sequence, find, key_text, nearest, node_at, to_plain
from manifests.oddity import Oddity, OddityKind
from manifests.position import Position
from manifests.scalars import read_plain
from manifests.syntax import forbidden_character, syntax_mistake, undecodable

__all__ = [
    "Document",
    "Mapping",
    "Node",
    "Oddity",
    "OddityKind",
    "Scalar",
    "Sequence",
    "find",
    "nearest",
    "node_at",
    "read_documents",
    "to_plain",
]

_DEEPEST = 200
_MOST_CHARACTERS = 64 * 2**20
_MOST_REPEATED_NODES = 100_000
_STRING_TAGS = ("!", "!!str", "tag:yaml.org,2002:str", "!!binary", "tag:yaml.org,2002:binary")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: its root (None where the document is empty), and what is odd in it, in the order written."""

    root: Node | None
    found: tuple[Oddity, ...] = ()

    @property
    def oddities(self) -> tuple[Mistake, ...]:
        """All oddities as mistakes, for a reader that takes every one of them for an error."""
        return tuple(oddity.mistake for oddity in self.found)


def read_documents(text: str | bytes, file: str) -> tuple[Document, ...]:
    """All documents of a file; none at all where it holds only comments and blank lines.

    MistakesError, with line and column, for what is no YAML, what is nested deeper than 200 levels, and aliases that
    repeat more than 100,000 values.
    """
    text = (_decoded(text, file) if isinstance(text, bytes) else text).removeprefix("\ufeff")
    if len(text) > _MOST_CHARACTERS:
        raise MistakesError([Mistake(file, 1, 1, "this file is larger than 64 MiB; split it")])
    with _quiet_collector():
        try:
            return tuple(_Reader(text, file).documents())
        except MarkedYAMLError as error:
            raise MistakesError([syntax_mistake(error, text, file)]) from None
        except (YAMLError, UnicodeEncodeError):
            raise MistakesError([forbidden_character(text, file)]) from None


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MistakesError([undecodable(data, error, file)]) from None


@contextmanager
def _quiet_collector() -> Iterator[None]:
    # thousands of new nodes wake the cycle collector again and again, and none of them is ever garbage here
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # files the new nodes under the old objects, so that waking the collector does not go through them at once
            gc.freeze()
            gc.unfreeze()
            gc.enable()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.next: Callable[[], Any] = CSafeLoader(text).get_event
        self.found: list[Oddity] = []
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        self.count = 0
        self.repeated = 0

    def documents(self) -> Iterable[Document]:
        self.next()
        while not isinstance(self.next(), StreamEndEvent):
            self.found = []
            self.anchors = {}
            root: Node | None = self.node(self.next(), 0)
            event = self.next()
            assert isinstance(event, DocumentEndEvent)
            if isinstance(root, Scalar) and root.plain and not root.text:
                root = None
            yield Document(root, tuple(self.found))

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is AliasEvent:
            return self.alias(event)
        anchor = event.anchor
        if anchor is None:
            return self.scalar(event) if kind is ScalarEvent else self.collection(event, depth)
        place = _position(event)
        self.odd(OddityKind.ALIAS, place, f"'&{anchor}' names a part to repeat it by alias; write the part out instead")
        self.anchors[anchor] = None
        before = self.count
        node = self.scalar(event) if kind is ScalarEvent else self.collection(event, depth)
        self.anchors[anchor] = node, self.count - before
        return node

    def scalar(self, event: Any) -> Scalar:
        self.count += 1
        text = event.value
        mark = event.start_mark
        place = Position(mark.line + 1, mark.column + 1)
        if event.tag is not None:
            return self.tagged(event, place)
        if event.style:
            return Scalar(text, text, False, place)
        value, odd = read_plain(text)
        if odd is not None:
            self.odd(odd[0], place, odd[1])
        return Scalar(value, text, True, place)

    def collection(self, event: Any, depth: int) -> Node:
        self.count += 1
        place = _position(event)
        if depth >= _DEEPEST:
            self.fail(place, f"this is nested more than {_DEEPEST} levels deep")
        if event.tag is not None and event.tag != "!":
            self.odd(OddityKind.TAG, place, f"the tag {_shown(event.tag)} means nothing to Kubernetes; leave it out")
        if type(event) is MappingStartEvent:
            return self.mapping(place, depth + 1)
        assert type(event) is SequenceStartEvent
        items = []
        while type(event := self.next()) is not SequenceEndEvent:
            items.append(self.node(event, depth + 1))
        return Sequence(tuple(items), place)

    def mapping(self, place: Position, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        merges: list[Node] = []
        while (kind := type(event := self.next())) is not MappingEndEvent:
            key = self.scalar(event) if kind is ScalarEvent and event.anchor is None else self.node(event, depth)
            if not isinstance(key, Scalar):
                self.fail(key.position, "a key must be text; quote it ('{{' of a template cannot stand bare in YAML)")
            value = self.node(self.next(), depth)
            name = key.value
            if type(name) is not str:
                name = self.key_name(key)
            elif name == "<<" and key.plain:
                self.odd(OddityKind.MERGE_KEY, key.position, "'<<' merges a mapping in; write its fields out instead")
                merges.append(value)
                continue
            first = seen.setdefault(name, key)
            if first is not key:
                line = first.position.line
                self.odd(OddityKind.DUPLICATE_KEY, key.position, f"{name!r} is set twice; the first is on line {line}")
            entries.append((key, value))
        for merge in merges:
            entries = self.merged(entries, merge) + entries
        return Mapping(tuple(entries), place)

    def key_name(self, key: Scalar) -> str:
        self.odd(OddityKind.KEY_IS_NO_TEXT, key.position, f"the key {key.text!r} is no text; quote it")
        return key_text(key)

    def merged(self, entries: list[tuple[Scalar, Node]], source: Node) -> list[tuple[Scalar, Node]]:
        own = {key_text(key) for key, _ in entries}
        if isinstance(source, Mapping):
            return [entry for entry in source.entries if key_text(entry[0]) not in own]
        if not isinstance(source, Sequence) or not all(isinstance(item, Mapping) for item in source.items):
            self.fail(source.position, "'<<' must name a mapping; write its fields out instead")
        added: dict[str, tuple[Scalar, Node]] = {}
        for item in source.items:
            for entry in self.merged(entries, item):
                added.setdefault(key_text(entry[0]), entry)
        return list(added.values())

    def alias(self, event: Any) -> Node:
        place = _position(event)
        name = event.anchor
        if name not in self.anchors:
            self.fail(place, f"'*{name}' is an alias of nothing; quote it if it is text")
        known = self.anchors[name]
        if known is None:
            self.fail(place, f"'*{name}' repeats a part inside itself; write the part out instead")
        node, weight = known
        self.odd(OddityKind.ALIAS, place, f"'*{name}' repeats a part written elsewhere; write the part out instead")
        self.count += weight
        self.repeated += weight
        if self.repeated > _MOST_REPEATED_NODES:
            self.fail(place, f"aliases repeat more than {_MOST_REPEATED_NODES} values; write the parts out instead")
        return node

    def tagged(self, event: Any, place: Position) -> Scalar:
        text, tag = event.value, event.tag
        self.odd(
            OddityKind.TAG, place, f"the tag {_shown(tag)} is not read alike everywhere; quote the text or leave it out"
        )
        if tag in _STRING_TAGS or event.style:
            return Scalar(text, text, False, place)
        return Scalar(read_plain(text)[0], text, True, place)

    def odd(self, kind: OddityKind, place: Position, message: str) -> None:
        self.found.append(Oddity(kind, Mistake(self.file, place.line, place.column, message)))

    def fail(self, place: Position, message: str) -> NoReturn:
        raise MistakesError([Mistake(self.file, place.line, place.column, message)])


def _position(event: Any) -> Position:
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1)


def _shown(tag: str) -> str:
    return repr(tag.replace("tag:yaml.org,2002:", "!!"))
