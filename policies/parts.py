"""The documents of a large file, each read with positions only when an object of it is asked for."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from manifests import reader
from manifests.errors import MistakesError
from manifests.reader import Node, Scalar

_SEPARATOR = re.compile(r"^---(?=[ \t\r]|$)", re.MULTILINE)
# Directives, and names that are not written on one line as they are.
_NOT_APART = re.compile(
    r"""^(?:%|\.\.\.)|name["']?[ \t]*:[ \t]*(?:\r?$|[|>&*!#]|"[^"\n]*\\)|'{2}name|\? ?name""", re.MULTILINE
)
_NAME = re.compile(r"""name["']?[ \t]*:[ \t]*["']?([^\s"',}\]]+)""")

_Named = dict[tuple[str, str], list[Node]]


class Parts:
    """A file's text. What is no YAML holds no objects."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._texts = list(_apart(text))
        self._read: dict[int, _Named] = {}
        self._with: dict[str, list[int]] = {}
        for number, (_, part) in enumerate(self._texts):
            for name in dict.fromkeys(_NAME.findall(part)):
                self._with.setdefault(name, []).append(number)

    def named(self, kind: str, name: str) -> tuple[Node, ...]:
        """The objects of this kind and name, in order. Of many documents only those are read that hold the name."""
        numbers = self._with.get(name, ()) if len(self._texts) > 1 else range(len(self._texts))
        return tuple(node for number in numbers for node in self._part(number).get((kind, name), ()))

    def _part(self, number: int) -> _Named:
        if number not in self._read:
            line, text = self._texts[number]
            self._read[number] = _named(self._file, text, line)
        return self._read[number]


def objects_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """The objects of a file, those of a `List` one by one."""
    for node in nodes:
        items = node.get("items") if isinstance(node, reader.Mapping) else None
        if isinstance(items, reader.Sequence) and (text_at(node, "kind") or "").endswith("List"):
            yield from objects_of(items.items)
        else:
            yield node


def text_at(node: Node | None, *keys: str) -> str | None:
    """The text at these keys, None if there is none."""
    for key in keys:
        node = node.get(key) if isinstance(node, reader.Mapping) else None
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def _apart(text: str) -> Iterator[tuple[int, str]]:
    """The documents with the lines on which they begin; the whole text where they cannot be told apart like this."""
    if _NOT_APART.search(text):
        yield 1, text
        return
    starts = [0, *(found.start() for found in _SEPARATOR.finditer(text)), len(text)]
    line = 1
    for start, end in pairwise(starts):
        part = text[start:end]
        if part:
            yield line, part
        line += part.count("\n")


def _named(file: str, text: str, line: int) -> _Named:
    found: _Named = {}
    try:
        documents = reader.read_documents(text, file, line)
    except MistakesError:
        return found
    for node in objects_of(each.root for each in documents if each.root is not None):
        kind, name = text_at(node, "kind"), text_at(node, "metadata", "name")
        if kind is not None and name is not None:
            found.setdefault((kind, name), []).append(node)
    return found
