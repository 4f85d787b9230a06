"""Reading a body whose values may be of any type: every wrong type becomes one sentence, never a traceback."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

from manifests.pointer import child

_LARGEST = 2**63
_LONGEST_SHOWN = 40
_PERCENTAGE = re.compile(r"[0-9]{1,9}%")


class UnreadableError(Exception):
    """A value is not of the type that Kubernetes demands; the text says where and what was found."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value and the JSON pointer at which it stands in its object. An absent value is None, as a null is."""

    value: Any
    pointer: str = ""

    def at(self, *keys: str) -> "Field":
        """The field below. Absent where any of the keys is absent; raises UnreadableError below what is no mapping."""
        # Rules read a million fields of a large repository: one Field for the last key, none for those on the way.
        value, pointer = self.value, self.pointer
        for key in keys:
            if value is not None:
                value = (value if type(value) is dict else Field(value, pointer).mapping()).get(key)
            pointer += _step(key)
        return Field(value, pointer)

    def mapping(self) -> Mapping[str, Any]:
        """The mapping here, empty where absent."""
        if self.value is None:
            return {}
        if type(self.value) is not dict and not isinstance(self.value, Mapping):
            raise self._not("a mapping")
        return self.value

    def items(self) -> Iterator["Field"]:
        """The items of the list here, none where absent."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise self._not("a list")
        for index, item in enumerate(self.value):
            yield Field(item, child(self.pointer, index))

    def text(self) -> str:
        """The text here, "" where absent."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            raise self._not("a text")
        return self.value

    def integer(self) -> int | None:
        """The whole number here, None where absent."""
        if self.value is None or _is_integer(self.value):
            return self.value
        raise self._not("a whole number")

    def boolean(self) -> bool | None:
        """True or false as written, None where absent."""
        if self.value is None or isinstance(self.value, bool):
            return self.value
        raise self._not("true or false")

    def texts(self) -> dict[str, str]:
        """The mapping of texts here, such as labels, empty where absent."""
        return {str(key): self.at(key).text() for key in self.mapping()}

    def quantities(self) -> dict[str, Any]:
        """The mapping of quantities here as written, nulls left out; whether they parse is a rule's question.

        A whole number of more digits than a quantity has raises UnreadableError: Python would refuse to print it.
        """
        for key, value in self.mapping().items():
            if isinstance(value, int) and abs(value) >= _LARGEST:
                raise self.at(key)._not("a quantity")
        return {str(key): value for key, value in self.mapping().items() if value is not None}

    def count_or_percent(self) -> int | str | None:
        """A whole number or a percentage such as "25%", None where absent, as Kubernetes' IntOrString fields hold."""
        if self.value is None or _is_integer(self.value):
            return self.value
        if isinstance(self.value, str) and _PERCENTAGE.fullmatch(self.value):
            return self.value
        raise self._not("a whole number or a percentage")

    def _not(self, wanted: str) -> UnreadableError:
        return UnreadableError(f"{self.pointer or '/'} is {_kind(self.value)}, not {wanted}")


@lru_cache(maxsize=4096)
def _step(key: str) -> str:
    return child("", key)


def _is_integer(value: Any) -> TypeGuard[int]:
    """Whether a value is a whole number that Kubernetes can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST


def _kind(value: Any) -> str:
    """What a value is, without printing it: it may be a secret."""
    match value:
        case bool():
            return "true or false"
        case int() if abs(value) >= _LARGEST:
            return "a number too large"
        case int() | float():
            return f"the number {value}"
        case str():
            return "a text"
        case list():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return f"a {type(value).__name__}"


def as_written(quantity: Any) -> str:
    """A quantity for a message, whatever its type: a long text is cut, and a list or mapping is only named."""
    if isinstance(quantity, str):
        return quantity if len(quantity) <= _LONGEST_SHOWN else f"{quantity[:_LONGEST_SHOWN]}..."
    return str(quantity) if isinstance(quantity, float) or _is_integer(quantity) else _kind(quantity)
