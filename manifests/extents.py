"""Where the values of a YAML text begin and end, so that one can be replaced and all else stays as it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yaml import CSafeLoader, YAMLError
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from manifests.position import Position


@dataclass(frozen=True, slots=True)
class Extent:
    """Characters of a text, from `start` up to and without `end`. `flow`: a collection in brackets or braces."""

    start: int
    end: int
    flow: bool = False


def scalar_extents(text: str) -> dict[Position, Extent]:
    """Every scalar by where it begins; keys too. Empty for what is no YAML. A scalar of no characters is left out."""
    return {place: extent for place, extent, is_scalar in _walk(text) if is_scalar and extent.end > extent.start}


def collection_extents(text: str) -> dict[Position, Extent]:
    """Every mapping and list by where it begins. One in block style ends where what follows it begins."""
    found: dict[Position, Extent] = {}
    for place, extent, is_scalar in _walk(text):
        if not is_scalar:
            found.setdefault(place, extent)
    return found


def _walk(text: str) -> Iterator[tuple[Position, Extent, bool]]:
    """Inner collections before those around them."""
    next_event: Callable[[], Any] = CSafeLoader(text).get_event
    opened: list[tuple[Position, int, bool]] = []
    try:
        while not isinstance(event := next_event(), StreamEndEvent):
            mark, end = event.start_mark, event.end_mark
            place = Position(mark.line + 1, mark.column + 1)
            if isinstance(event, ScalarEvent):
                yield place, Extent(mark.index, end.index), True
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                opened.append((place, mark.index, bool(event.flow_style)))
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                place, start, flow = opened.pop()
                yield place, Extent(start, end.index, flow), False
    except (YAMLError, UnicodeEncodeError):
        return
