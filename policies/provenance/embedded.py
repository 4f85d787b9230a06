"""YAML inside YAML: the text of an inline patch, with the positions it has in the file around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from manifests.errors import MistakesError
from manifests.position import Position
from manifests.reader import Node, Scalar, read_documents
from policies.finding import Location


@dataclass(frozen=True, slots=True)
class Text:
    """Parsed YAML and how its positions become places in `file`."""

    file: str
    nodes: tuple[Node, ...]
    lines: int = 0
    columns: int = 0
    fixed: Position | None = None

    def location(self, position: Position) -> Location:
        if self.fixed is not None:
            return Location(self.file, self.fixed.line, self.fixed.column)
        return Location(self.file, position.line + self.lines, position.column + self.columns)


def embedded(file: str, source: Sequence[str], scalar: Scalar) -> Text:
    """The YAML in a scalar of `file`, whose lines are `source`.

    In a literal block (`|`) each line stands as it is, only indented, so every position is known; in any other style
    they are all the position of the scalar.
    """
    text = scalar.value if isinstance(scalar.value, str) else ""
    try:
        nodes = tuple(each.root for each in read_documents(text, file) if each.root is not None)
    except MistakesError:
        nodes = ()
    start = scalar.position.line
    opening = source[start - 1][scalar.position.column - 1 :] if start <= len(source) else ""
    content = text.split("\n")
    index = next((index for index, line in enumerate(content) if line.strip()), None)
    if opening.startswith("|") and index is not None and start + index < len(source):
        raw = source[start + index]
        if raw.rstrip().endswith(content[index].rstrip()):
            indent = len(raw.rstrip()) - len(content[index].rstrip())
            return Text(file, nodes, lines=start, columns=indent)
    return Text(file, nodes, fixed=scalar.position)
