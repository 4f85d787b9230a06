"""An object's body without its `Sourced` leaves, and the table of where each of them came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generators.platform.values import Sourced
from manifests import pointer


@dataclass(frozen=True, slots=True)
class Traced:
    """A plain body, and for the fields that a person wrote: JSON pointer in the body -> JSON pointer in platform.yaml.

    `source` answers for every other field.
    """

    body: dict[str, Any]
    sources: Mapping[str, str]
    source: str

    def source_of(self, field: str) -> str:
        """The place in platform.yaml that set a field, or the component as a whole."""
        while field and field not in self.sources:
            field = pointer.parent(field)
        return self.sources.get(field, self.source)


def trace(body: Mapping[str, Any], source: str) -> Traced:
    """Split a builder's body into plain values and their sources."""
    sources: dict[str, str] = {}
    plain: dict[str, Any] = _plain(body, None, sources)
    return Traced(plain, sources, source)


def trace_all(bodies: Iterable[tuple[Mapping[str, Any], str]]) -> tuple[Traced, ...]:
    """Each body, given with its source, split in this way."""
    return tuple(trace(body, source) for body, source in bodies)


# The way to a value as a chain of tokens, the last one first: most values have no source, and need no pointer written.
Way = tuple[Any, str | int] | None


def _plain(value: Any, way: Way, sources: dict[str, str]) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, Sourced):
        sources[_pointer(way)] = value.source
        return _plain(value.value, way, sources)
    if isinstance(value, Mapping):
        return {key: _plain(item, (way, key), sources) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, (way, index), sources) for index, item in enumerate(value)]
    return value


def _pointer(way: Way) -> str:
    tokens: list[str | int] = []
    while way is not None:
        way, token = way
        tokens.append(token)
    return pointer.join(*reversed(tokens))
