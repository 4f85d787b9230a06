"""The version of what a third party makes."""

from __future__ import annotations

from typing import Final

from generators.platform.shape import Key
from generators.platform.shapes import version

VERSION: Final = Key(
    "version", version.VERSION, "The version of the program; the image follows from it.", 'version: "18"'
)
