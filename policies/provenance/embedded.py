"""YAML inside YAML: the text of an inline patch, with the positions it has in the file around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from manifests.errors import MistakesError
from manifests.position import Position
from manifests.reader import Node, Scalar, read_documents
from policies.finding import Location


@dataclass(frozen=True, slots=True)
class Text:
    """Parsed YAML and how its positions become places in `file`.

    `outer` is the value of `file` that holds the text, None for a file of its own; `exact` says that each of its lines
    stands in the file as it is, only indented. Where it does not, all positions are that of `outer`.
    """

    file: str
    nodes: tuple[Node, ...] = field(compare=False)
    lines: int = 0
    columns: int = 0
    outer: Scalar | None = None
    exact: bool = True

    def location(self, position: Position) -> Location:
        place = self.position(position)
        return Location(self.file, place.line, place.column)

    def position(self, position: Position) -> Position:
        """Where in the file a position of this text is."""
        if not self.exact and self.outer is not None:
            return self.outer.position
        return Position(position.line + self.lines, position.column + self.columns)


@lru_cache(maxsize=4096)  # each finding of an object asks again
def _read(text: str, file: str) -> tuple[Node, ...]:
    try:
        return tuple(each.root for each in read_documents(text, file) if each.root is not None)
    except MistakesError:
        return ()


def embedded(file: str, source: Sequence[str], scalar: Scalar) -> Text:
    """The YAML in a scalar of `file`, whose lines are `source`.

    In a literal block (`|`) each line stands as it is, only indented, so every position is known; in any other style
    they are all the position of the scalar.
    """
    text = scalar.value if isinstance(scalar.value, str) else ""
    nodes = _read(text, file)
    start = scalar.position.line
    opening = source[start - 1][scalar.position.column - 1 :] if start <= len(source) else ""
    content = text.split("\n")
    index = next((index for index, line in enumerate(content) if line.strip()), None)
    if opening.startswith("|") and index is not None and start + index < len(source):
        raw = source[start + index]
        if raw.rstrip().endswith(content[index].rstrip()):
            indent = len(raw.rstrip()) - len(content[index].rstrip())
            return Text(file, nodes, lines=start, columns=indent, outer=scalar)
    return Text(file, nodes, outer=scalar, exact=False)
