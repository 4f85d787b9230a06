"""A value, and where platform.yaml says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Sourced(Generic[Value]):
    """A value and where it was said: a JSON pointer into platform.yaml."""

    value: Value
    source: str
