"""A tolerance that an autoscaler's controller, which compares 64-bit floats, reads as it was meant.

The controller holds while `1 - down <= ratio <= 1 + up` (KEP-4951; Tolerances.isWithin in
kubernetes pkg/controller/podautoscaler/replica_calculator.go), in floats: with `0.7` the lower bound is
0.30000000000000004, so that a ratio of exactly 0.3 is outside. Such a decimal is not used.
"""

from __future__ import annotations

import math
from enum import Enum
from fractions import Fraction

FINEST = 9  # decimal places: a Kubernetes quantity knows nothing under nano


class Side(Enum):
    """Which bound of the band the tolerance makes."""

    UP = 1
    DOWN = -1


def tolerance_between(holds: Fraction, acts: Fraction, side: Side) -> str:
    """The tolerance with which a ratio of `holds` is within and one of `acts` is not, as a quantity's text.

    UP needs 1 <= holds < acts, DOWN acts < holds <= 1. It is `|holds - 1|` itself where that is a short decimal which
    floats get right, else the decimal with the fewest places that keeps clear of both. ValueError if there is none.
    """
    near, far = abs(holds - 1), abs(acts - 1)
    if not near < far:
        raise ValueError(f"no tolerance lies between {holds} and {acts}")
    for places in range(1, 4):
        scaled = near * 10**places
        if scaled.denominator == 1 and _reads_as_meant(int(scaled), places, holds, acts, side):
            return _text(int(scaled), places)
    clear = (far - near) / 8
    middle = (near + far) / 2
    for places in range(1, FINEST + 1):
        unit = 10**places
        below = math.floor(middle * unit)
        nearest = (below, below + 1) if middle * unit - below <= Fraction(1, 2) else (below + 1, below)
        for digits in nearest:
            inside = near + clear <= Fraction(digits, unit) <= far - clear
            if inside and _reads_as_meant(digits, places, holds, acts, side):
                return _text(digits, places)
    raise ValueError(f"no quantity lies between {holds} and {acts}")


def is_within(ratio: float, up: float, down: float) -> bool:
    """Whether the controller leaves the number of pods alone at this ratio of measured to target."""
    return (1.0 - down) <= ratio <= (1.0 + up)


def readings(digits: int, places: int) -> frozenset[float]:
    """What the controller may make of `digits` / 10**`places`.

    The API stores a quantity in its canonical form (`0.7` as `700m`), and Quantity.AsApproximateFloat64 has multiplied
    by a power of ten in some releases and divided in others: each form, each way, is one reading.
    """
    stored = next(finer for finer in (0, 3, 6, 9) if finer >= places or digits % 10 ** (places - finer) == 0)
    mantissa = digits * 10 ** (stored - places) if stored >= places else digits // 10 ** (places - stored)
    pairs = ((digits, places), (mantissa, stored))
    return frozenset(number for n, p in pairs for number in (n / 10**p, n * float(f"1e-{p}")))


def _reads_as_meant(digits: int, places: int, holds: Fraction, acts: Fraction, side: Side) -> bool:
    for tolerance in readings(digits, places):
        up, down = (tolerance, 1.0) if side is Side.UP else (math.inf, tolerance)
        if not is_within(float(holds), up, down) or is_within(float(acts), up, down):
            return False
    return True


def _text(digits: int, places: int) -> str:
    whole, part = divmod(digits, 10**places)
    return f"{whole}.{part:0{places}d}"
