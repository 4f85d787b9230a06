"""Durations as Go, Kubernetes and Flux write them: `30s`, `10m`, `1h30m`."""

import re
from fractions import Fraction
from functools import lru_cache

_SECONDS = {
    "ns": Fraction(1, 10**9),
    "us": Fraction(1, 10**6),
    "µs": Fraction(1, 10**6),  # the micro sign
    "μs": Fraction(1, 10**6),
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "h": Fraction(3600),
}
_PIECE = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_LONGEST_TEXT = 40
_LONGEST_SECONDS = (2**63 - 1) // 10**9  # what Go's time.Duration holds


@lru_cache(maxsize=4096)  # a thousand Flux Kustomizations say the same few
def parse_duration(text: str) -> int:
    """Whole seconds of a Go duration such as `90s`, `10m`, `1h30m` or `1.5h`.

    ValueError, with a sentence, for anything else, for a negative time and for a part of a second.
    The grammar is that of https://pkg.go.dev/time#ParseDuration.
    """
    if text == "0":
        return 0
    pieces = _PIECE.findall(text) if len(text) <= _LONGEST_TEXT else []
    if not pieces or sum(len(number) + len(unit) for number, unit in pieces) != len(text):
        raise ValueError(f"{_shown(text)} is no duration: write a number and s, m or h, as in 90s, 10m or 1h30m")
    seconds = sum((Fraction(_decimal(number)) * _SECONDS[unit] for number, unit in pieces), Fraction(0))
    if seconds.denominator != 1:
        raise ValueError(f"{text!r} is no whole number of seconds: write it in whole seconds, as in 1s")
    if seconds > _LONGEST_SECONDS:
        raise ValueError(f"{text!r} is longer than 292 years, the longest that Kubernetes can hold")
    return int(seconds)


def format_duration(seconds: int) -> str:
    """The seconds in the largest single unit that holds them exactly: `90s`, `86m`, `2h`. ValueError below zero."""
    if seconds < 0:
        raise ValueError(f"{seconds} seconds is no duration: it is negative")
    if seconds and seconds % 3600 == 0:
        return f"{seconds // 3600}h"
    if seconds and seconds % 60 == 0:
        return f"{seconds // 60}m"
    return f"{seconds}s"


def _decimal(number: str) -> str:
    return f"0{number}0" if "." in number else number


def _shown(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}...")
