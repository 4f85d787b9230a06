"""A YAML text that is changed by characters, so that all else of it stays as it is."""

from dataclasses import dataclass
from itertools import pairwise

from manifests.errors import MistakesError
from manifests.extents import Extent, collection_extents, scalar_extents
from manifests.nodes import Mapping, Node, Scalar, Sequence
from manifests.oddity import OddityKind
from manifests.position import Position
from manifests.reader import read_documents
from policies.provenance.embedded import Text


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Characters `start` up to and without `end` of a file become `text`."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One step down: an entry of a mapping or an item of a list, by its number."""

    node: Mapping | Sequence
    index: int

    @property
    def key(self) -> str:
        """The key of the entry, "" for an item."""
        return self.node.entries[self.index][0].text if isinstance(self.node, Mapping) else ""

    @property
    def value(self) -> Node:
        return self.node.entries[self.index][1] if isinstance(self.node, Mapping) else self.node.items[self.index]

    @property
    def size(self) -> int:
        return len(self.node.entries) if isinstance(self.node, Mapping) else len(self.node.items)


class Editable:
    """The YAML of a file, or of the literal block in it that `text` stands for.

    ValueError for what can't be changed by characters: aliases, a text in quotes.
    """

    def __init__(self, file: str, whole: str, text: Text | None = None) -> None:
        self.file = file
        self._whole = whole
        self._lines = text.lines if text is not None else 0
        self._columns = text.columns if text is not None else 0
        outer = text.outer if text is not None else None
        if outer is not None and text is not None and not text.exact:
            raise ValueError("it is a text in quotes")
        self._inner = str(outer.value) if outer is not None else whole
        try:
            documents = read_documents(self._inner, file)
        except MistakesError:
            raise ValueError("it can't be read") from None
        if any(each.kind is OddityKind.ALIAS for document in documents for each in document.found):
            raise ValueError("it has aliases")
        self.nodes = tuple(each.root for each in documents if each.root is not None)
        self._scalars = scalar_extents(self._inner)
        self._collections = collection_extents(self._inner)
        self._newline = "\r\n" if "\r\n" in whole else "\n"

    def way_to(self, position: Position) -> list[Frame]:
        """The steps down to the value that begins there, empty if there is none."""
        for root in self.nodes:
            found = _way(root, position)
            if found is not None:
                return found
        return []

    def written(self, node: Scalar) -> Extent:
        """Where a value stands. ValueError where it stands nowhere, or carries an anchor or a tag."""
        extent = self._scalars.get(node.position)
        if extent is None or self._inner[extent.start] in "&!*|>":
            raise ValueError("its value is no text of one line")
        return extent

    def raw(self, node: Scalar) -> str:
        """A value as it is written, with its quotes."""
        extent = self.written(node)
        return self._inner[extent.start : extent.end]

    def insert(self, at: int, text: str) -> Change:
        return self._change(at, at, text)

    def removed(self, frame: Frame) -> Change:
        """Take an entry or an item out that is not the only one. ValueError where it shares its lines."""
        start, end = self._start(frame), self._end(frame.value)
        if self._is_flow(frame.node):
            if frame.index + 1 < frame.size:
                return self._change(start, self._start(Frame(frame.node, frame.index + 1)), "")
            return self._change(self._end(Frame(frame.node, frame.index - 1).value), end, "")
        line = self._inner.rfind("\n", 0, start) + 1
        before = self._inner[line:start]
        after = self._inner.find("\n", end)
        after = len(self._inner) if after < 0 else after + 1
        if not before.strip() or (isinstance(frame.node, Sequence) and before.strip() == "-"):
            return self._change(line, after, "")
        if isinstance(frame.node, Mapping) and before.strip() == "-" and frame.index + 1 < frame.size:
            following = self._start(Frame(frame.node, frame.index + 1))
            if not self._inner[end:following].strip():
                return self._change(start, following, "")
        raise ValueError("it shares its line")

    def added(self, node: Mapping, key: str, value: str, below: str = "") -> Change:
        """A key after the last one of a mapping; with `below`, a mapping in which `below` has the value."""
        if not node.entries:
            raise ValueError("there is nothing to write it beside")
        last = self._end(node.entries[-1][1])
        if self._is_flow(node):
            return self.insert(last, f", {key}: {{{below}: {value}}}" if below else f", {key}: {value}")
        line = self._inner.find("\n", last)
        indent = f"{self._newline}{' ' * (node.position.column - 1 + self._columns)}"
        text = f"{indent}{key}:{indent}  {below}: {value}" if below else f"{indent}{key}: {value}"
        at = len(self._inner) if line < 0 else line
        if self._inner[:at].endswith("\r"):
            at -= 1
        return self.insert(at, text)

    def _start(self, frame: Frame) -> int:
        place = frame.node.entries[frame.index][0].position if isinstance(frame.node, Mapping) else frame.value.position
        found = self._scalars.get(place) or self._collections.get(place)
        if found is None:
            raise ValueError("it stands nowhere")
        return found.start

    def _end(self, node: Node) -> int:
        if isinstance(node, Scalar):
            extent = self._scalars.get(node.position)
            if extent is None:
                raise ValueError("it has no value")
            return extent.start + len(self._inner[extent.start : extent.end].rstrip())
        if self._is_flow(node):
            return self._collections[node.position].end
        last = node.entries[-1][1] if isinstance(node, Mapping) else node.items[-1]
        return self._end(last)

    def _is_flow(self, node: Mapping | Sequence) -> bool:
        return self._inner[self._collections[node.position].start] in "{["

    def _change(self, start: int, end: int, text: str) -> Change:
        return Change(self.file, self._outside(start), self._outside(end), text)

    def _outside(self, offset: int) -> int:
        """A place of the inner text in the file."""
        if not self._lines and not self._columns:
            return offset
        line = self._inner.count("\n", 0, offset) + self._lines
        column = offset - (self._inner.rfind("\n", 0, offset) + 1)
        start = 0
        for _ in range(line):
            start = self._whole.index("\n", start) + 1
        return start + column + (self._columns if column else 0)


def _way(node: Node, position: Position) -> list[Frame] | None:
    if isinstance(node, Scalar):
        return [] if node.position == position else None
    count = len(node.entries) if isinstance(node, Mapping) else len(node.items)
    for index in range(count):
        frame = Frame(node, index)
        below = _way(frame.value, position)
        if below is not None:
            return [frame, *below]
    return None


def changed(text: str, changes: list[Change]) -> str | None:
    """The text with the changes, None where two of them meet."""
    ordered = sorted(set(changes))
    if any(one.end > other.start for one, other in pairwise(ordered)):
        return None
    for change in reversed(ordered):
        text = text[: change.start] + change.text + text[change.end :]
    return text
