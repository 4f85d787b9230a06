"""Ready pods of components, counted again and again in a thread while something happens to them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.cluster.lab.client import ApiError, Client

Body = dict[str, Any]
_PAUSE_SECONDS = 0.1
_NAME = "app.kubernetes.io/name"


@dataclass(slots=True)
class Watch:
    """What was seen: the fewest and the most ready pods of each component, and how often was looked."""

    components: tuple[str, ...]
    fewest: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    looks: int = 0

    def see(self, pods: list[Body]) -> None:
        self.looks += 1
        for component in self.components:
            number = sum(is_serving(pod) for pod in pods if pod["metadata"].get("labels", {}).get(_NAME) == component)
            self.fewest[component] = min(number, self.fewest.get(component, number))
            self.most[component] = max(number, self.most.get(component, number))


def is_serving(pod: Body) -> bool:
    """Whether a Service sends requests to the pod: Ready, and not being deleted."""
    conditions = pod.get("status", {}).get("conditions") or []
    ready = any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
    return ready and "deletionTimestamp" not in pod["metadata"]


@contextmanager
def watched(client: Client, namespace: str, *components: str) -> Iterator[Watch]:
    """Count until the end of `with`: about ten looks a second."""
    watch = Watch(components)
    ended = threading.Event()
    watch.see(client.list("v1", "Pod", namespace))

    def look() -> None:
        while not ended.wait(_PAUSE_SECONDS):
            try:
                watch.see(client.list("v1", "Pod", namespace))
            except (ApiError, OSError):
                continue

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
        watch.see(client.list("v1", "Pod", namespace))
