"""Versions compare by number, not by text."""

import pytest

from policies.workload.version import at_least


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        pytest.param("1.35", "1.35", True, id="the same"),
        pytest.param("1.36", "1.35", True, id="a later one"),
        pytest.param("1.34", "1.35", False, id="an earlier one"),
        pytest.param("1.9", "1.10", False, id="9 is before 10"),
    ],
)
def test_at_least(version: str, wanted: str, expected: bool) -> None:
    assert at_least(version, wanted) is expected
