"""What a type assumes of its pods where a component says nothing."""

from __future__ import annotations

from dataclasses import dataclass

from generators.objects.probes import DefaultProbes
from generators.objects.resources import DefaultAmounts


@dataclass(frozen=True, slots=True)
class Defaults:
    """`user`: uid and gid. `temporary`: size of /tmp. `priority`: which of the environment's PriorityClasses.

    `pre_stop_seconds`: how long a pod that is going away still serves. `stops_within_seconds`: what the application
    needs after SIGTERM.
    """

    user: int
    amounts: DefaultAmounts
    temporary: str
    pre_stop_seconds: int
    stops_within_seconds: int
    probes: DefaultProbes
    priority: str
