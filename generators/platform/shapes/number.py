"""Whole numbers, percentages, true and false."""

from __future__ import annotations

import re
from typing import Final

from generators.platform.said import Leaf, found
from generators.platform.shape import Shape, Wrong, leaf
from generators.platform.values import Sourced

LARGEST: Final = 2**31 - 1  # Kubernetes keeps counts in 32 bits


def whole(least: int = 1, most: int = LARGEST) -> Shape[Sourced[int]]:
    """A whole number."""
    expected = f"a whole number of {least} or more" if most == LARGEST else f"a whole number from {least} to {most}"

    def convert(place: Leaf) -> int:
        if not isinstance(place.value, int) or isinstance(place.value, bool) or not least <= place.value <= most:
            raise Wrong(f"must be {expected}, found {found(place)}")
        return place.value

    return leaf(convert, expected, {"type": "integer", "minimum": least, "maximum": most})


def _percent(place: Leaf) -> int:
    if isinstance(place.value, int) and not isinstance(place.value, bool) and 1 <= place.value <= 100:
        raise Wrong(f"must be a percentage, found {found(place)}", f"write `{place.value}%`")
    text = place.value if isinstance(place.value, str) else ""
    if not re.fullmatch(r"[1-9][0-9]?%|100%", text):
        raise Wrong(f"must be a whole percentage from 1% to 100%, found {found(place)}")
    return int(text.removesuffix("%"))


def _boolean(place: Leaf) -> bool:
    if not isinstance(place.value, bool):
        raise Wrong(f"must be true or false, found {found(place)}")
    return place.value


PERCENT: Final = leaf(_percent, "a percentage", {"type": "string", "pattern": "^(?:[1-9][0-9]?|100)%$"})
BOOLEAN: Final = leaf(_boolean, "true or false", {"type": "boolean"})
PORT: Final = whole(1, 65535)
