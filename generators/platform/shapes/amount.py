"""Quantities of Kubernetes (`250m`, `8Gi`) and times (`10m`)."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from generators.platform.said import Leaf, found
from generators.platform.shape import Schema, Wrong, leaf
from manifests.duration import parse_duration
from manifests.quantity import parse_quantity

_SUFFIX = "(?:[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?"
_SCHEMA: Schema = {
    "type": ["string", "number"],
    "pattern": rf"^\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+){_SUFFIX}$",
    "exclusiveMinimum": 0,
}


def _amount(place: Leaf, expected: str) -> Fraction:
    """Above nothing, or Wrong."""
    if place.value is None or isinstance(place.value, bool):
        raise Wrong(f"must be {expected}, found {found(place)}")
    try:
        amount = parse_quantity(place.text).amount
    except ValueError as error:
        raise Wrong(f"must be {expected}, found {found(place)}") from error
    if amount <= 0:
        raise Wrong(f"must be {expected} above zero, found {found(place)}")
    return amount


def _cpu(place: Leaf) -> str:
    amount = _amount(place, "a quantity of CPU cores")
    if (amount * 1000).denominator != 1:
        raise Wrong(f"must be a quantity of whole thousandths of a CPU core, found {found(place)}")
    if amount >= 10_000:
        raise Wrong(f"must be a quantity of CPU cores below 10000, found {found(place)}")
    return place.text


def _bytes(place: Leaf) -> str:
    amount = _amount(place, "a quantity of bytes")
    if amount.denominator != 1:
        remedy = f"write `{place.text.removesuffix('m')}Mi`" if place.text.endswith("m") else ""
        raise Wrong(
            f"must be a quantity of whole bytes, found {found(place)}, where m is a thousandth"
            if remedy
            else f"must be a quantity of whole bytes, found {found(place)}",
            remedy,
        )
    if amount < 2**20:
        raise Wrong(f"must be a quantity of at least 1Mi, found {found(place)}")
    if amount >= 2**63:
        raise Wrong(f"must be a quantity of bytes below 8Ei, found {found(place)}")
    return place.text


def _seconds(place: Leaf) -> int:
    expected = "a time such as 90s or 10m"
    if isinstance(place.value, int | float) and not isinstance(place.value, bool):
        raise Wrong(f"must be {expected}, found {found(place)}", f"write `{place.text}s`")
    try:
        seconds = parse_duration(place.value if isinstance(place.value, str) else "")
    except ValueError as error:
        raise Wrong(f"must be {expected}, found {found(place)}") from error
    if not 1 <= seconds <= 86400:
        raise Wrong(f"must be a time from 1s to 24h, found {found(place)}")
    return seconds


CPU: Final = leaf(_cpu, "a quantity of CPU cores", _SCHEMA)
BYTES: Final = leaf(_bytes, "a quantity of bytes", _SCHEMA)
SECONDS: Final = leaf(_seconds, "a time", {"type": "string", "pattern": "^(?:[0-9.]+(?:ms|s|m|h))+$"})
