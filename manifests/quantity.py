"""Kubernetes quantities (`500m`, `8Gi`, `1e3`) with exact arithmetic.

Grammar, rounding and the cap are those of k8s.io/apimachinery/pkg/api/resource (ParseQuantity).
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}

_GRAMMAR = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([A-Za-z]*)([+-]?[0-9]*)")
_NANO = 10**9
_LARGEST = 2**63 - 1
_LARGEST_EXPONENT = 100
_LONGEST_TEXT = 100
_MEANT = {"K": "k or Ki", "KB": "k", "kB": "k", "Kb": "k", "KiB": "Ki", "ki": "Ki", "mi": "Mi", "gi": "Gi", "ti": "Ti",
          "MB": "M", "Mb": "M", "MiB": "Mi", "GB": "G", "Gb": "G", "GiB": "Gi", "TB": "T", "TiB": "Ti", "g": "G or Gi",
          "t": "T or Ti", "B": "no unit"}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """An amount of something, and how it was written. Compared by amount: `Quantity("1") == Quantity("1000m")`.

    `amount` is in cores, bytes or pieces, whatever is counted. As in Kubernetes a part finer than a nano is rounded
    away from zero, and a binary quantity is capped at 2^63-1. ValueError, with a sentence, if the text is no quantity.
    """

    text: str = field(compare=False)
    amount: Fraction = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", _amount(self.text))


def parse_quantity(value: str | int | float) -> Quantity:
    """The quantity that a YAML value says; a number is read as the text it is written as. ValueError otherwise."""
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 (no number)
        raise ValueError(f"{value!r} is no quantity: write a number, as in 500m or 2Gi")
    if abs(value) >= 10**_LARGEST_EXPONENT:  # also keeps str() from refusing the digits
        raise ValueError("the number is no quantity: it is too large")
    return _parsed(str(value))


def canonical(amount: Fraction | int, like: str) -> str:
    """The amount in the largest unit that holds it without a fraction, in the family of units of `like`.

    `canonical(Fraction(7, 2), "500m")` is `3500m`, `canonical(12 * 2**30, "4Gi")` is `12Gi`. A decimal unit is never
    larger than that of `like` (4000 like `2` is `4000`, not `4k`). What is finer than a nano is rounded away from zero.
    """
    exact = _rounded(Fraction(amount))
    unit = _GRAMMAR.fullmatch(like)
    suffix = unit.group(3) if unit else ""
    if suffix in BINARY and exact.denominator == 1:
        whole = exact.numerator
        powers = [power for power in BINARY.values() if whole and whole % 2**power == 0]
        names = {power: name for name, power in BINARY.items()}
        return f"{whole >> max(powers)}{names[max(powers)]}" if powers else str(whole)
    largest = max(DECIMAL.get(suffix, 0), 0)
    for name, power in sorted(DECIMAL.items(), key=lambda each: -each[1]):
        scaled = exact / Fraction(10) ** power
        if power <= largest and scaled.denominator == 1 and (scaled or not name):
            return f"{scaled.numerator}{name}"
    raise AssertionError("an amount rounded to nanos is a whole number of nanos")


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Quantity:
    return Quantity(text)


def _amount(text: str) -> Fraction:
    if not text:
        raise ValueError("an empty text is no quantity: write a number, as in 500m or 2Gi")
    match = _GRAMMAR.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise ValueError(f"{_shown(text)} is no quantity: write a number and a unit without spaces, as in 500m or 2Gi")
    sign, digits, suffix, exponent = match.groups()
    number = Fraction(f"0{digits}0" if "." in digits else digits)
    if sign == "-":
        number = -number
    if exponent:
        return _rounded(number * Fraction(10) ** _exponent(text, suffix, exponent))
    if suffix in DECIMAL:
        return _rounded(number * Fraction(10) ** DECIMAL[suffix])
    if suffix in BINARY:
        return max(min(_rounded(number * 2 ** BINARY[suffix]), Fraction(_LARGEST)), Fraction(-_LARGEST))
    known = "n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei"
    meant = f"; {suffix!r} is probably {_MEANT[suffix]}" if suffix in _MEANT else ""
    raise ValueError(f"{_shown(text)} is no quantity: its unit must be {known}{meant}")


def _exponent(text: str, suffix: str, exponent: str) -> int:
    if suffix not in ("e", "E") or exponent in ("+", "-"):
        raise ValueError(f"{_shown(text)} is no quantity: write a number and a unit without spaces, as in 500m or 2Gi")
    if len(exponent) > 5 or abs(int(exponent)) > _LARGEST_EXPONENT:
        raise ValueError(f"{_shown(text)} is no quantity: its exponent is beyond {_LARGEST_EXPONENT}")
    return int(exponent)


def _rounded(amount: Fraction) -> Fraction:
    """Away from zero to a whole number of nanos, so that whoever asks for little never gets nothing."""
    nanos = abs(amount) * _NANO
    if nanos.denominator == 1:
        return amount
    up = Fraction(nanos.__ceil__(), _NANO)
    return up if amount > 0 else -up


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}...")
