"""Reading a YAML node as what it should be, while every mistake is written down and nothing stops at the first."""

from collections.abc import Collection, Iterator
from typing import TypeVar

from manifests.errors import Mistake, MistakesError
from manifests.nearest import way_out
from manifests.position import Position
from manifests.reader import Mapping, Node, Scalar, Sequence
from policies.finding import Location

Choice = TypeVar("Choice")


class Sheet:
    """The mistakes of one file so far. Every `read` method returns None (or nothing) after writing one down."""

    def __init__(self, file: str, mistakes: Collection[Mistake] = ()) -> None:
        self.file = file
        self._mistakes = list(mistakes)

    def wrong(self, position: Position, message: str) -> None:
        self._mistakes.append(Mistake(self.file, position.line, position.column, message))

    def location(self, node: Node) -> Location:
        return Location(self.file, node.position.line, node.position.column)

    def forgive(self, position: Position) -> None:
        """Take back what was written down about this place: a bare date is read in more than one way, but not here."""
        self._mistakes = [
            each for each in self._mistakes if (each.line, each.column) != (position.line, position.column)
        ]

    def raise_mistakes(self) -> None:
        """Raise MistakesError with all of them, if there is one."""
        if self._mistakes:
            raise MistakesError(self._mistakes)

    def entries(self, node: Node | None, what: str, known: Collection[str] | None = None) -> Iterator[tuple[str, Node]]:
        """The keys and values of a mapping; nothing for null. An unknown key is a mistake and left out."""
        if node is None or _is_null(node):
            return
        if not isinstance(node, Mapping):
            self.wrong(node.position, f"{what} is {describe(node)}: write a mapping")
            return
        for key, value in node.entries:
            if not isinstance(key.value, str):
                self.wrong(key.position, f"key {key.text} of {what} is no text: quote it")
            elif known is not None and key.value not in known:
                self.wrong(key.position, f"unknown key '{key.value}' in {what}; {way_out(key.value, known)}")
            else:
                yield key.value, value

    def items(self, node: Node, what: str) -> tuple[Node, ...]:
        if _is_null(node):
            return ()
        if not isinstance(node, Sequence):
            self.wrong(node.position, f"{what} is {describe(node)}: write a list")
            return ()
        return node.items

    def text(self, node: Node, what: str) -> str | None:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        way_out = ": quote it" if isinstance(node, Scalar) and node.value is not None else ": write a text"
        self.wrong(node.position, f"{what} is {describe(node)}{way_out}")
        return None

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        read = (self.text(item, f"an item of {what}") for item in self.items(node, what))
        return tuple(text for text in read if text is not None)

    def flag(self, node: Node, what: str) -> bool | None:
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.wrong(node.position, f"{what} is {describe(node)}: write true or false")
        return None

    def choice(self, node: Node, what: str, choices: dict[str, Choice]) -> Choice | None:
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value in choices:
            return choices[node.value]
        self.wrong(node.position, f"{what} is {describe(node)}: write one of {', '.join(choices)}")
        return None


def describe(node: Node) -> str:
    """What was found, for a message."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if node.value is None:
        return "empty"
    return f"'{node.value}'" if isinstance(node.value, str) else node.text


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None
