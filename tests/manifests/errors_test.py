"""Mistakes as text."""

import pytest

from manifests.errors import Mistake, MistakesError, first_of


@pytest.mark.parametrize(
    ("count", "last", "lines"),
    [
        pytest.param(1, "a.yaml:1:1: wrong", 1, id="one"),
        pytest.param(100, "a.yaml:100:1: wrong", 100, id="as many as are shown"),
        pytest.param(101, "and 1 more", 101, id="one more"),
        pytest.param(200_000, "and 199,900 more", 101, id="far more"),
    ],
)
def test_all_mistakes_are_kept_and_the_first_hundred_are_said(count: int, last: str, lines: int) -> None:
    error = MistakesError(Mistake("a.yaml", line, 1, "wrong") for line in range(1, count + 1))
    said = str(error).splitlines()
    assert (len(error.mistakes), len(said), said[0], said[-1]) == (count, lines, "a.yaml:1:1: wrong", last)


def test_nothing_is_nothing() -> None:
    assert first_of([]) == []
