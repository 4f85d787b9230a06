"""The names of time zones."""

from __future__ import annotations

from zoneinfo import available_timezones

from generators.platform.said import Leaf
from generators.platform.shapes.schedule import ZONE

ZONES = sorted(available_timezones() - {"localtime"}) or ["Europe/Berlin", "Etc/GMT+3", "America/Argentina/Ushuaia"]


def test_every_zone_may_be_written() -> None:
    assert [name for name in ZONES if ZONE.parse(Leaf(name, name, "/timezone")).faults] == []
