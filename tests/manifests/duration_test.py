"""Durations as Go and Flux write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("90s", 90, id="seconds"),
        pytest.param("10m", 600, id="minutes"),
        pytest.param("1h30m", 5400, id="hours and minutes"),
        pytest.param("1h26m0s", 5160, id="what Kubernetes prints"),
        pytest.param("1.5h", 5400, id="a fraction that is whole seconds"),
        pytest.param(".5m", 30, id="a fraction without a leading zero"),
        pytest.param("1.m", 60, id="a point without digits behind it"),
        pytest.param("1000ms", 1, id="milliseconds that make a second"),
        pytest.param("0", 0, id="zero needs no unit"),
        pytest.param("0s", 0, id="zero seconds"),
    ],
)
def test_parse(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


NO_DURATION = "is no duration: write a number and s, m or h, as in 90s, 10m or 1h30m"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", f"'' {NO_DURATION}", id="nothing"),
        pytest.param("10", f"'10' {NO_DURATION}", id="no unit"),
        pytest.param("1d", f"'1d' {NO_DURATION}", id="days are no unit of Go"),
        pytest.param("-5s", f"'-5s' {NO_DURATION}", id="a negative time"),
        pytest.param("1h 30m", f"'1h 30m' {NO_DURATION}", id="a space"),
        pytest.param("5 minutes", f"'5 minutes' {NO_DURATION}", id="words"),
        pytest.param("9" * 5000 + "s", f"'{'9' * 40}...' {NO_DURATION}", id="5,000 digits"),
        pytest.param("500ms", "'500ms' is no whole number of seconds: write it in whole seconds, as in 1s", id="half"),
        pytest.param(
            "9999999999h", "'9999999999h' is longer than 292 years, the longest that Kubernetes can hold", id="too long"
        ),
    ],
)
def test_what_is_no_duration_is_said(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_duration(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (90, "90s"), (60, "1m"), (5160, "86m"), (5400, "90m"), (3600, "1h"), (3601, "3601s")],
)
def test_format_takes_the_largest_single_unit(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text


def test_a_negative_time_is_not_written() -> None:
    with pytest.raises(ValueError, match="-1 seconds is no duration: it is negative"):
        format_duration(-1)


@given(st.integers(0, 9 * 10**9))
def test_what_is_written_is_read_back(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds
