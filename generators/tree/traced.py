"""An object's body without its `Sourced` leaves, and the table of where each of them came from."""

from __future__ import annotations

from collections.abc import Mapping
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
    plain = _plain(body, "", sources)
    return Traced(plain, sources, source)


def _plain(value: Any, field: str, sources: dict[str, str]) -> Any:
    if isinstance(value, Sourced):
        sources[field] = value.source
        return _plain(value.value, field, sources)
    if isinstance(value, Mapping):
        return {key: _plain(item, pointer.child(field, key), sources) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, pointer.child(field, index), sources) for index, item in enumerate(value)]
    return value
