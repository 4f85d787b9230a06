"""All trials of one file, a few at a time, with what was found before."""

import ast
import contextlib
import hashlib
import io
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.results import Results
from tests.mutation.subjects import Subject
from tests.mutation.trial import freeze, start

_PATIENCE = 10  # times as long as the tests take without a fault
_LEAST_SECONDS = 10


class UselessError(Exception):
    """The tests fail without a fault."""


@dataclass(frozen=True, slots=True)
class Report:
    """How many mutants were made, and which of them no test killed."""

    made: int
    survived: tuple[Mutant, ...]


def run(subject: Subject, results: Results, processes: int) -> Report:
    """Tries every mutant of a file that is not known yet against its own tests, and what survives on the others."""
    text = subject.module.path.read_text(encoding="utf-8")
    made = list(mutants(text))
    stages = [tests for tests in (subject.tests, subject.others) if tests]
    alive = made
    for tests in stages:
        record = results.of(subject.file, _sum(text, tests))
        unknown = [mutant for mutant in alive if mutant.name not in record.survives]
        if unknown:
            _try(subject, ast.parse(text), tests, unknown, processes, record.add)
        alive = [mutant for mutant in alive if record.survives[mutant.name]]
    return Report(len(made), tuple(alive))


def _try(
    subject: Subject,
    unchanged: ast.Module,
    tests: Sequence[str],
    waiting: Sequence[Mutant],
    processes: int,
    add: Callable[[str, bool], None],
) -> None:
    started = time.monotonic()
    status = _ended(start(subject.module, unchanged, tests, 600))
    if status != 0:
        raise UselessError(f"its tests fail without any fault in it: {' '.join(tests)}")
    seconds = _LEAST_SECONDS + int(_PATIENCE * (time.monotonic() - started))
    running: dict[int, Mutant] = {}
    left = list(reversed(waiting))
    while left or running:
        while left and len(running) < processes:
            mutant = left.pop()
            running[start(subject.module, mutant.tree, tests, seconds)] = mutant
        process, status = os.wait()
        add(running.pop(process).name, status == 0)


def _ended(process: int) -> int:
    return os.waitpid(process, 0)[1]


def _sum(text: str, tests: Sequence[str]) -> str:
    """One short sum over the file and the text of its tests: what was found holds for these alone."""
    found = hashlib.sha256(text.encode())
    for path in sorted({test.partition("::")[0] for test in tests}):
        found.update(Path(path).read_bytes())
    return found.hexdigest()[:16]


def warm() -> None:
    """Imports what every trial needs, so that no trial has to."""
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "--collect-only", "-p", "no:cacheprovider", "tests/policies/rules"])
    freeze()
