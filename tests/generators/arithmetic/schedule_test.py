"""Schedules, as Kubernetes reads them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.arithmetic.schedule import parse_schedule, runs_at_once, starts_within_seconds

MINUTES = [
    ("every minute", "* * * * *", tuple(range(60)), tuple(range(24))),
    ("a question mark is a star", "? ? ? ? ?", tuple(range(60)), tuple(range(24))),
    ("every quarter", "*/15 3 * * *", (0, 15, 30, 45), (3,)),
    ("every quarter from five on", "5/15 3 * * *", (5, 20, 35, 50), (3,)),
    ("a range with a step", "10-30/10 3 * * *", (10, 20, 30), (3,)),
    ("a list, in any order and twice", "30,10,30 5,3 * * *", (10, 30), (3, 5)),
    ("a word", "@hourly", (0,), tuple(range(24))),
    ("names of months and days, in any case", "0 0 * JAN-mar Mon,SUN", (0,), (0,)),
    ("spaces and tabs", " 0\t 0  * *  * ", (0,), (0,)),
    ("the 29th of February", "0 0 29 2 *", (0,), (0,)),
    ("the 31st of February, or any Monday", "0 0 31 2 1", (0,), (0,)),
]


@pytest.mark.parametrize(("text", "minutes", "hours"), [row[1:] for row in MINUTES], ids=[row[0] for row in MINUTES])
def test_a_schedule_is_read(text: str, minutes: tuple[int, ...], hours: tuple[int, ...]) -> None:
    schedule = parse_schedule(text)
    assert (schedule.minutes, schedule.hours) == (minutes, hours)


GAPS = [
    ("every minute", "* * * * *", 60),
    ("uneven minutes", "0,45 * * * *", 900),
    ("once a day", "30 2 * * *", 86400),
    ("once a week counts as once a day, which is never longer", "0 0 * * 0", 86400),
    ("late and early", "0 1,23 * * *", 7200),
]


@pytest.mark.parametrize(("text", "seconds"), [row[1:] for row in GAPS], ids=[row[0] for row in GAPS])
def test_the_shortest_gap(text: str, seconds: int) -> None:
    assert parse_schedule(text).shortest_gap_seconds() == seconds


@given(st.sets(st.integers(0, 59), min_size=1), st.sets(st.integers(0, 23), min_size=1))
def test_no_two_runs_are_closer_than_the_shortest_gap(minutes: set[int], hours: set[int]) -> None:
    text = f"{','.join(map(str, minutes))} {','.join(map(str, hours))} * * *"
    starts = sorted(86400 * day + 3600 * hour + 60 * minute for day in (0, 1) for hour in hours for minute in minutes)
    assert parse_schedule(text).shortest_gap_seconds() == min(after - before for before, after in pairwise(starts))


REFUSED = [
    ("nothing", "", "has 0 fields instead of five: minute, hour, day of the month, month, weekday"),
    ("a year too", "0 0 1 1 * 2027", "has 6 fields instead of five: minute, hour, day of the month, month, weekday"),
    ("a minute 60", "60 * * * *", "has the minute 60, which is not within 0 to 59"),
    ("Sunday as 7", "0 0 * * 7", "has the day of the week 7, which is not within 0 to 6"),
    ("a month that is a day", "0 0 * mon *", "has the month mon, which is not within 1 to 12"),
    ("digits that are none of ours", "٣ * * * *", "has the minute ٣, which is not within 0 to 59"),
    ("an empty item", "1,,2 * * * *", "has the minute , which is not within 0 to 59"),
    ("two steps", "*/2/3 * * * *", "has the minute */2/3, whose step is no whole number of 1 or more"),
    ("a range backwards", "0 6-2 * * *", "has the hour 6-2, which ends before it begins"),
    ("a day that never comes", "0 0 31 2,4,6,9,11 *", "never runs: no month of these has a day 31"),
    ("a word that is none", "@noon",
     "is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_never_runs_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_schedule(text)
    assert str(caught.value) == reason


@pytest.mark.parametrize(("gap", "seconds"), [(60, 60), (900, 900), (86400, 3600)])
def test_a_missed_run_may_begin_until_the_next_one_and_within_an_hour(gap: int, seconds: int) -> None:
    assert starts_within_seconds(gap) == seconds


@pytest.mark.parametrize(("gap", "deadline", "runs"), [(300, 3600, 12), (300, 301, 2), (86400, 3600, 1)])
def test_runs_beside_each_other(gap: int, deadline: int, runs: int) -> None:
    assert runs_at_once(gap, deadline) == runs
