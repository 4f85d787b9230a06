"""Nodes from the events of PyYAML's C parser, and what is odd on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from yaml import CSafeLoader
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent

from manifests.errors import Mistake, MistakesError
from manifests.nodes import Mapping, Node, Scalar, Sequence, key_text
from manifests.oddity import Oddity, OddityKind
from manifests.position import Position
from manifests.scalars import read_plain

_DEEPEST = 200
_MOST_REPEATED_NODES = 100_000
_REFUSED = re.compile("[\x7f-\x9f\ufffe\uffff]")
_TOO_DEEP = f"this is nested more than {_DEEPEST} levels deep"
_KEY = "a key must be text; quote it, or render it first if this is a template"
_MERGE = "'<<' merges a mapping in; write its fields out instead"
_MERGE_QUOTED = "the key '<<' is dropped by kustomize, quoted or not; rename it"
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


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A part with an anchor, and how many nodes and levels an alias of it adds."""

    node: Node
    nodes: int
    levels: int


class Constructor:
    """The documents of one text. Raises MistakesError, and PyYAML's own errors where the text is no YAML."""

    def __init__(self, text: str, file: str, line: int = 1) -> None:
        self.file = file
        self.line = line  # the line of the file on which the text begins
        self.next: Callable[[], Any] = CSafeLoader(text).get_event
        self.found: list[Oddity] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.count = 0  # nodes so far, those behind aliases included
        self.deepest = 0  # levels so far inside the innermost anchor
        self.repeated = 0  # nodes behind aliases

    def documents(self) -> Iterator[Document]:
        self.next()
        while not isinstance(self.next(), StreamEndEvent):
            self.found = []
            self.anchors = {}
            root: Node | None = self.node(self.next(), 0)
            self.next()
            if isinstance(root, Scalar) and root.plain and not root.text:
                root = None
            yield Document(root, tuple(self.found))

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is AliasEvent:
            return self.alias(event, depth)
        anchor = event.anchor
        if anchor is None:
            return self.scalar(event) if kind is ScalarEvent else self.collection(event, depth)
        place = self.position(event)
        self.odd(OddityKind.ALIAS, place, f"'&{anchor}' names a part to repeat it by alias; write the part out instead")
        self.anchors[anchor] = None
        before, outer = self.count, self.deepest
        self.deepest = depth
        node = self.scalar(event) if kind is ScalarEvent else self.collection(event, depth)
        self.anchors[anchor] = _Anchored(node, self.count - before, self.deepest - depth)
        self.deepest = max(outer, self.deepest)
        return node

    def scalar(self, event: Any) -> Scalar:
        self.count += 1
        text = event.value
        mark = event.start_mark
        place = Position(mark.line + self.line, mark.column + 1)
        if event.tag is not None:
            return self.tagged(event, place)
        if event.style:
            if event.style == '"' and (refused := _REFUSED.search(text)):
                code = f"U+{ord(refused.group()):04X}"
                self.odd(OddityKind.READERS_DIFFER, place, f"{code} does not survive kustomize; leave it out")
            return Scalar(text, text, False, place)
        value, odd = read_plain(text)
        if odd is not None:
            self.odd(odd[0], place, odd[1])
        return Scalar(value, text, True, place)

    def collection(self, event: Any, depth: int) -> Node:
        self.count += 1
        place = self.position(event)
        if depth >= _DEEPEST:
            self.fail(place, _TOO_DEEP)
        self.deepest = max(self.deepest, depth)
        if event.tag is not None and event.tag != "!":
            self.odd(OddityKind.TAG, place, f"the tag {_shown(event.tag)} means nothing to Kubernetes; leave it out")
        if type(event) is MappingStartEvent:
            return self.mapping(place, depth + 1)
        items = []
        while type(event := self.next()) is not SequenceEndEvent:
            items.append(self.node(event, depth + 1))
        return Sequence(tuple(items), place)

    def mapping(self, place: Position, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        merged: Node | None = None
        while (kind := type(event := self.next())) is not MappingEndEvent:
            key = self.scalar(event) if kind is ScalarEvent and event.anchor is None else self.node(event, depth)
            if not isinstance(key, Scalar):
                self.fail(key.position, _KEY)
            value = self.node(self.next(), depth)
            name = key.value
            if type(name) is not str:
                name = self.key_name(key)
            elif name == "<<":
                self.odd(OddityKind.MERGE_KEY, key.position, _MERGE if key.plain else _MERGE_QUOTED)
                if key.plain:
                    if merged is not None:
                        self.fail(key.position, "'<<' stands twice in one mapping; write its fields out instead")
                    merged = value
                    continue
            first = seen.setdefault(name, key)
            if first is not key:
                line = first.position.line
                self.odd(OddityKind.DUPLICATE_KEY, key.position, f"{name!r} is set twice; the first is on line {line}")
            entries.append((key, value))
        if merged is not None:
            entries = [*self.merged_entries(merged, {key_text(key) for key, _ in entries}), *entries]
        return Mapping(tuple(entries), place)

    def key_name(self, key: Scalar) -> str:
        self.odd(OddityKind.KEY_IS_NO_TEXT, key.position, f"the key {key.text!r} is no text; quote it")
        return key_text(key)

    def merged_entries(self, source: Node, own: set[str]) -> Iterator[tuple[Scalar, Node]]:
        """Of one mapping or several the fields that are not set yet; the first mapping wins."""
        for part in source.items if isinstance(source, Sequence) else (source,):
            if not isinstance(part, Mapping):
                self.fail(part.position, "'<<' must name a mapping; write its fields out instead")
            for key, value in part.entries:
                name = key_text(key)
                if name not in own:
                    own.add(name)
                    yield key, value

    def alias(self, event: Any, depth: int) -> Node:
        place = self.position(event)
        name = event.anchor
        if name not in self.anchors:
            self.fail(place, f"'*{name}' is an alias of nothing; quote it if it is text")
        known = self.anchors[name]
        if known is None:
            self.fail(place, f"'*{name}' repeats a part inside itself; write the part out instead")
        self.odd(OddityKind.ALIAS, place, f"'*{name}' repeats a part written elsewhere; write the part out instead")
        self.count += known.nodes
        self.repeated += known.nodes
        self.deepest = max(self.deepest, depth + known.levels)
        if self.repeated > _MOST_REPEATED_NODES:
            self.fail(place, f"aliases repeat more than {_MOST_REPEATED_NODES:,} values; write the parts out instead")
        if depth + known.levels >= _DEEPEST:
            self.fail(place, _TOO_DEEP)
        return known.node

    def tagged(self, event: Any, place: Position) -> Scalar:
        text, tag = event.value, event.tag
        self.odd(OddityKind.TAG, place, f"the tag {_shown(tag)} is not read alike everywhere; quote the text instead")
        if tag in _STRING_TAGS or event.style:
            return Scalar(text, text, False, place)
        return Scalar(read_plain(text)[0], text, True, place)

    def position(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(mark.line + self.line, mark.column + 1)

    def odd(self, kind: OddityKind, place: Position, message: str) -> None:
        self.found.append(Oddity(kind, Mistake(self.file, place.line, place.column, message)))

    def fail(self, place: Position, message: str) -> NoReturn:
        raise MistakesError([Mistake(self.file, place.line, place.column, message)])


def _position(event: Any) -> Position:
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1)


def _shown(tag: str) -> str:
    return repr(tag.replace("tag:yaml.org,2002:", "!!"))
