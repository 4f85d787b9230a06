"""How much of a namespace's quota was used at most while something happened, and what it refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from manifests.quantity import parse_quantity
from tests.cluster.lab.client import ApiError, Client

_PAUSE_SECONDS = 0.1


@dataclass(slots=True)
class QuotaWatch:
    """By resource the most that was used and the hard limit, as quantities; and the messages of refusals."""

    most: dict[str, tuple[str, str]] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def look(self, client: Client, namespace: str) -> None:
        for quota in client.list("v1", "ResourceQuota", namespace):
            hard = quota["status"].get("hard", {})
            for resource, used in quota["status"].get("used", {}).items():
                before = self.most.get(resource, ("0", ""))[0]
                if parse_quantity(used) >= parse_quantity(before):
                    self.most[resource] = (used, hard[resource])


@contextmanager
def watched_quota(client: Client, namespace: str) -> Iterator[QuotaWatch]:
    """Look until the end of `with`; the refusals are there after it."""
    watch = QuotaWatch()
    known = {_key(event) for event in client.list("v1", "Event", namespace)}
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_PAUSE_SECONDS):
            try:
                watch.look(client, namespace)
            except (ApiError, OSError):
                continue

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
        new = (event for event in client.list("v1", "Event", namespace) if _key(event) not in known)
        watch.refusals += [event["message"] for event in new if "exceeded quota" in event.get("message", "")]


def _key(event: dict[str, object]) -> tuple[object, object]:
    return event["metadata"]["uid"], event.get("count")  # type: ignore[index]
