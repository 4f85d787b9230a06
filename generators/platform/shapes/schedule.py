"""When something runs."""

from __future__ import annotations

from typing import Final

from generators.arithmetic.schedule import parse_schedule
from generators.platform.fault import shown
from generators.platform.said import Leaf
from generators.platform.shape import Wrong, leaf
from generators.platform.shapes.text import matching, text_of

_WORDS: Final = "a schedule of five fields (minute, hour, day of the month, month, weekday)"
_ZONE: Final = r"(?!Local$)[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}"


def _schedule(place: Leaf) -> str:
    text = text_of(place, _WORDS)
    if "TZ=" in text:
        raise Wrong(f"must be {_WORDS}, found a time zone in {shown(text)}", "write the zone as `timezone`")
    try:
        parse_schedule(text)
    except ValueError as error:
        raise Wrong(f"must be {_WORDS}, found {shown(text)}, which {error}") from error
    return text


SCHEDULE: Final = leaf(_schedule, _WORDS, {"type": "string", "pattern": r"^(?:@[a-z]+|\s*\S+(?:\s+\S+){4}\s*)$"})
ZONE: Final = matching("a time zone of the IANA database", _ZONE, 100)
