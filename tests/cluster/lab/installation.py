"""The first installation, watched: what every Flux Kustomization waited for, and when it began and became Ready."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.cluster.lab.client import ApiError
from tests.cluster.lab.flux import Flux, condition

Body = dict[str, Any]
_PAUSE_SECONDS = 0.1


@dataclass(slots=True)
class Installation:
    """Seconds from the start of watching, by name of a Flux Kustomization: `applied` is when its first object was
    in its inventory, `ready` when it first was Ready."""

    applied: dict[str, float] = field(default_factory=dict)
    ready: dict[str, float] = field(default_factory=dict)

    def see(self, bodies: dict[str, Body], seconds: float) -> None:
        for name, body in bodies.items():
            if (body.get("status", {}).get("inventory") or {}).get("entries"):
                self.applied.setdefault(name, seconds)
            found = condition(body)
            if found is not None and found["status"] == "True":
                self.ready.setdefault(name, seconds)


@contextmanager
def watched(flux: Flux) -> Iterator[Installation]:
    """Watch until the end of `with`."""
    seen = Installation()
    started = time.monotonic()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_PAUSE_SECONDS):
            try:
                seen.see(flux.kustomizations(), time.monotonic() - started)
            except (ApiError, OSError):
                continue

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()
