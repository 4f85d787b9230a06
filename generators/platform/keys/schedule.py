"""When a cron runs, and what becomes of a run that takes long."""

from __future__ import annotations

from typing import Final

from generators.platform.shape import Key
from generators.platform.shapes import schedule
from generators.platform.shapes.amount import SECONDS
from generators.platform.shapes.text import one_of

SCHEDULE: Final = Key(
    "schedule",
    schedule.SCHEDULE,
    "When it runs: minute, hour, day of the month, month, weekday; or @hourly, @daily, @weekly, @monthly, @yearly.",
    'schedule: "30 2 * * *"',
)
TIMEZONE: Final = Key(
    "timezone", schedule.ZONE, "The zone that `schedule` is in; Etc/UTC where it is absent.", "timezone: Europe/Berlin"
)
CONCURRENCY: Final = Key(
    "concurrency",
    one_of("Forbid", "Replace", "Allow"),
    "What happens when the last run is not over: the next one is left out (Forbid, where it is absent), takes its "
    "place (Replace), or runs beside it (Allow).",
    "concurrency: Replace",
)
DEADLINE: Final = Key(
    "deadline", SECONDS, "The longest a run may take, tries included; 1h where it is absent.", "deadline: 30m"
)
