"""The two ways in which a person's input can be wrong, and how they are said."""

from collections.abc import Iterable, Sequence
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


_MOST_SHOWN = 100
"""Lines. Nobody reads more, and the first are mended first."""


class MistakesError(UserError):
    """All mistakes of the input at once. As text, each of the first 100 is a line of its own; the rest is counted."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(first_of([str(mistake) for mistake in self.mistakes])))


def first_of(lines: Sequence[str]) -> list[str]:
    """The first 100 lines, and how many more there are."""
    more = len(lines) - _MOST_SHOWN
    return [*lines[:_MOST_SHOWN], *([f"and {more:,} more"] if more > 0 else [])]
