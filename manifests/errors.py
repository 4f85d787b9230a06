"""The two ways in which a person's input can be wrong, and how they are said."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in one file, with the way out in its message.

    `line` and `column` count from 1, as editors do.
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class UserError(Exception):
    """Something a person must put right. Caught once, at the edge: its text is printed and the exit code is 2."""


class MistakesError(UserError):
    """All mistakes of the input at once, each a line of its own."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
