"""The written permission to run one pod only."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from generators.platform.record import Fields, record
from generators.platform.said import Leaf, found
from generators.platform.shape import Key, Wrong, leaf
from generators.platform.shapes.text import SENTENCE
from generators.platform.values import Singleton


def _date(place: Leaf) -> str:
    text = place.value if isinstance(place.value, str) else ""
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(f"must be a date, YYYY-MM-DD, found {found(place)}") from error
    return text


REASON: Final = Key("reason", SENTENCE, "Why one pod is enough.", "reason: a cache that may be lost")
OWNER: Final = Key("owner", SENTENCE, "Who answers for it.", "owner: backend-team")
EXPIRES: Final = Key(
    "expires",
    leaf(_date, "a date", {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
    "The day on which it is looked at again.",
    "expires: 2027-06-30",
)


def _singleton(fields: Fields) -> Singleton:
    return Singleton(fields.plain(REASON, ""), fields.plain(OWNER, ""), fields.plain(EXPIRES, ""), fields.source)


SINGLETON: Final = Key(
    "singleton",
    record((REASON, OWNER, EXPIRES), _singleton, ("reason", "owner", "expires")),
    "A written, owned, expiring permission to run one pod.",
    "singleton: {reason: a cache that may be lost, owner: backend-team, expires: 2027-06-30}",
)
