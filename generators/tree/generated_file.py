"""One file that sync writes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """Its text without a header, and the place in platform.yaml it follows from (a JSON pointer)."""

    text: str
    pointer: str
