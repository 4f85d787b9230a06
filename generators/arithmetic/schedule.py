"""When a CronJob runs, as Kubernetes reads its `schedule`: robfig/cron v3, ParseStandard (five fields or a word).

Source: github.com/robfig/cron/v3 parser.go and spec.go; Kubernetes "CronJob", "Schedule syntax".
"""

from __future__ import annotations

from dataclasses import dataclass

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
LONGEST_RUN_SECONDS = _HOUR
"""`activeDeadlineSeconds` where nothing is said: without one, a run that hangs holds back or joins every later one."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_WORDS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 6, _DAYS),
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The minutes of the hour and the hours of the day at which runs begin, on the days that have runs."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]

    def shortest_gap_seconds(self) -> int:
        """The shortest time between two runs, if every day were a day of runs: never more than the true one."""
        starts = [hour * _HOUR + minute * _MINUTE for hour in self.hours for minute in self.minutes]
        following = [*starts[1:], starts[0] + _DAY]
        return min(later - earlier for earlier, later in zip(starts, following, strict=True))


def parse_schedule(text: str) -> Schedule:
    """The schedule. ValueError with a sentence for what Kubernetes refuses, and for what never runs.

    `@every 5m` is refused too: it counts from the controller's last start, so that no line says when it runs.
    """
    fields = _WORDS.get(text, text).split()
    if text.startswith("@") and text not in _WORDS:
        raise ValueError(f"is none of {', '.join(_WORDS)}")
    if len(fields) != len(_FIELDS):
        raise ValueError(f"has {len(fields)} fields instead of five: minute, hour, day of the month, month, weekday")
    minutes, hours, days, months, _ = (_values(written, field) for written, field in zip(fields, _FIELDS, strict=True))
    if _is_any(fields[4]) and min(days) > max(_LONGEST_MONTHS[month - 1] for month in months):
        raise ValueError(f"never runs: no month of these has a day {min(days)}")
    return Schedule(minutes, hours)


def runs_at_once(gap_seconds: int, deadline_seconds: int) -> int:
    """The most runs beside each other, where the next one does not wait and none lasts longer than the deadline."""
    return -(-deadline_seconds // gap_seconds)


def starts_within_seconds(gap_seconds: int) -> int:
    """`startingDeadlineSeconds`: how late a run may begin that the controller missed: until the next, an hour at most.

    So an outage leaves one run to catch up and not a hundred, after which the controller would give up (Kubernetes
    "CronJob limitations"). The least is a minute: the controller looks every ten seconds.
    """
    return max(_MINUTE, min(_HOUR, gap_seconds))


def _values(written: str, field: _Field) -> tuple[int, ...]:
    return tuple(sorted({value for term in written.split(",") for value in _term(term, field)}))


def _is_any(written: str) -> bool:
    """As robfig/cron has it: a step other than 1 makes a star a choice of days."""
    return any(term.partition("/")[0] in ("*", "?") and _plain_step(term) for term in written.split(","))


def _plain_step(term: str) -> bool:
    return term.partition("/")[2] in ("", "1")


def _term(term: str, field: _Field) -> range:
    span, slash, step_written = term.partition("/")
    first_written, dash, last_written = span.partition("-")
    if span in ("*", "?"):
        first, last = field.least, field.most
    else:
        first = _number(first_written, field, term)
        # `5/15` is every fifteenth from the fifth on.
        last = _number(last_written, field, term) if dash else field.most if slash else first
    step = int(step_written) if _is_digits(step_written) else 0
    if slash and step < 1:
        raise ValueError(f"has the {field.name} {term}, whose step is no whole number of 1 or more")
    if first > last:
        raise ValueError(f"has the {field.name} {term}, which ends before it begins")
    return range(first, last + 1, step or 1)


def _number(written: str, field: _Field, term: str) -> int:
    lower = written.lower()
    if lower in field.names:
        return field.names.index(lower) + field.least
    if not _is_digits(written) or not field.least <= int(written) <= field.most:
        raise ValueError(f"has the {field.name} {term}, which is not within {field.least} to {field.most}")
    return int(written)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()
