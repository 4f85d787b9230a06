"""What may be demanded of one value. Each ignores a value of a type it is not about."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from manifests.quantity import parse_quantity
from policies.accepted.table import Check, Found

_LONGEST_SHOWN = 40
INT32, INT64 = 2**31 - 1, 2**63 - 1


def shown(value: Any) -> str:
    """A value for a message, cut where it is long."""
    text = f"`{value}`" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 4]}...`"


def between(low: int, high: int = INT32) -> Check:
    """A whole number of that range."""

    def check(value: Any) -> Iterator[Found]:
        if isinstance(value, int) and not isinstance(value, bool) and not low <= value <= high:
            bound = f"from {low} to {high}" if high < INT32 else f"at least {low} and below 2^31"
            yield (), f"is {value}, must be {bound}"

    return check


def one_of(*words: str) -> Check:
    """One of these words."""

    def check(value: Any) -> Iterator[Found]:
        if isinstance(value, str) and value not in words:
            yield (), f"is {shown(value)}, must be one of {', '.join(filter(None, words))}"

    return check


def written(value: Any) -> Iterator[Found]:
    """Text that is not empty."""
    if value == "":
        yield (), "is empty, must be written"


def filled(value: Any) -> Iterator[Found]:
    """A list or mapping that is not empty."""
    if value in ([], {}):
        yield (), "is empty, must hold at least one element"


def fits(pattern: str, longest: int, what: str) -> Check:
    """Text of that form and length."""
    compiled = re.compile(pattern)

    def check(value: Any) -> Iterator[Found]:
        if not isinstance(value, str):
            return
        if len(value) > longest:
            yield (), f"has {len(value)} characters, at most {longest} are allowed"
        elif not compiled.fullmatch(value):
            yield (), f"is {shown(value)}, must be {what}"

    return check


def quantity(least: int = 0) -> Check:
    """A quantity of at least so much."""

    def check(value: Any) -> Iterator[Found]:
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return
        try:
            amount = parse_quantity(value).amount
        except ValueError as error:
            yield (), str(error)
            return
        if amount < least:
            yield (), f"is {value}, must be at least {least}"

    return check


def unique(*keys: str, **absent: str) -> Check:
    """Elements of a list that differ in these fields together; `absent` is what a field means that is not written."""

    def check(value: Any) -> Iterator[Found]:
        seen: dict[tuple[str, ...], int] = {}
        for index, element in enumerate(value if isinstance(value, list) else ()):
            if not isinstance(element, dict):
                continue
            found = tuple(str(element.get(key, absent.get(key))) for key in keys)
            if all(element.get(key, absent.get(key)) is not None for key in keys) and found in seen:
                said = " and ".join(f"{key} {part}" for key, part in zip(keys, found, strict=True))
                yield (index,), f"has the {said} of element {seen[found]}, where each must be its own"
            seen.setdefault(found, index)

    return check


def needs(*keys: str) -> Check:
    """A mapping in which each of these is written, and not empty."""

    def check(value: Any) -> Iterator[Found]:
        for key in keys if isinstance(value, dict) else ():
            if value.get(key) in (None, "", [], {}):
                yield (key,), "is not written, the API server demands it"

    return check


def exactly_one(keys: Sequence[str]) -> Check:
    """A mapping in which exactly one of these is there."""
    most = at_most_one(keys)

    def check(value: Any) -> Iterator[Found]:
        if isinstance(value, dict) and all(value.get(key) is None for key in keys):
            yield (), f"says none of {', '.join(keys)}"
        yield from most(value)

    return check


def at_most_one(keys: Sequence[str]) -> Check:
    """A mapping in which no two of these are there."""

    def check(value: Any) -> Iterator[Found]:
        found = [key for key in keys if isinstance(value, dict) and value.get(key) is not None]
        if len(found) > 1:
            yield (), f"says {' and '.join(found)} together, only one may be written"

    return check


def typed(fields: dict[str, str]) -> Check:
    """A mapping whose `type` is one of these words and whose field of that type is there, alone."""

    def check(value: Any) -> Iterator[Found]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            return
        if kind not in fields:
            yield ("type",), f"is {shown(kind)}, must be one of {', '.join(fields)}"
        elif value.get(fields[kind]) is None:
            yield (fields[kind],), f"is not written, which type {kind} demands"

    return check


def optional(check: Check) -> Check:
    """A demand that empty text meets: it counts as not written."""

    def checked(value: Any) -> Iterator[Found]:
        if value != "":
            yield from check(value)

    return checked


def together(*checks: Check) -> Check:
    """Several demands of one value."""

    def check(value: Any) -> Iterator[Found]:
        for each in checks:
            yield from each(value)

    return check
