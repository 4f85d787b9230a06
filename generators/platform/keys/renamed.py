"""What a component was called before."""

from __future__ import annotations

from typing import Final

from generators.platform.shape import Key
from generators.platform.shapes.name import LABEL

WAS: Final = Key(
    "was",
    LABEL,
    "The name it had until now: what runs under that name stays until this line goes.",
    "was: shop",
)
