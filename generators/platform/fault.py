"""What a parser answers: a value, or what is wrong and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from generators.platform.positions import Positions
from manifests.errors import Mistake
from manifests.pointer import parent, split

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `source` is the JSON pointer of the place; `at_key`: the key there is wrong, not what it holds.

    `problem` says what is wrong and what was found, `remedy` what to write instead. `meant` is the pointer of a key
    that is missing or misspelt: what is wrong for want of it only follows.
    """

    source: str
    problem: str
    remedy: str = ""
    at_key: bool = False
    meant: str = ""

    def mistake(self, positions: Positions) -> Mistake:
        """The same as a line with a position."""
        at = positions.of_key(self.source) if self.at_key else positions.of(self.source)
        path = dotted(parent(self.source) if self.at_key else self.source)
        place = f"{path}: " if path else ""
        return Mistake(at.file, at.line, at.column, f"{place}{self.problem}; {self.remedy}")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """A value, or None and at least one fault."""

    value: Value | None
    faults: tuple[Fault, ...] = ()


def wrong(*faults: Fault) -> Outcome[Value]:
    """No value, only faults."""
    return Outcome(None, faults)


def faults_of(outcomes: Iterable[Outcome[Value]]) -> tuple[Fault, ...]:
    """The faults of all, in their order."""
    return tuple(fault for outcome in outcomes for fault in outcome.faults)


def dotted(pointer: str) -> str:
    """`/components/backend/needs/0` as people write it: `components.backend.needs[0]`."""
    path = ""
    for token in split(pointer):
        if token.isdecimal():
            path += f"[{token}]"
        elif token and all(letter.isalnum() or letter in "_-" for letter in token):
            path += f".{token}"
        else:
            path += f"[{shown(token)}]"
    return path.removeprefix(".")


def shown(text: str) -> str:
    """A text as it is quoted in a message: one line, not too long."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
