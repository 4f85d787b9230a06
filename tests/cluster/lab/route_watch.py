"""Whether an address is served at every moment: by a route, its Service, and a Ready pod behind it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.cluster.lab.capacity_watch import is_serving
from tests.cluster.lab.client import ApiError, Client

Body = dict[str, Any]
_PAUSE_SECONDS = 0.1
_ROUTE = "gateway.networking.k8s.io/v1"


@dataclass(slots=True)
class RouteWatch:
    """What was seen of one path: which Services served it, in turn, and every moment without one, as sentences."""

    served_by: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    looks: int = 0

    def see(self, routes: list[Body], services: list[Body], pods: list[Body], path: str, seconds: float) -> None:
        self.looks += 1
        # Gateway API, HTTPRouteRule: of two routes with one match "the oldest Route based on creation timestamp".
        found = sorted(
            (route["metadata"]["creationTimestamp"], rule["backendRefs"][0]["name"])
            for route in routes
            for rule in route["spec"]["rules"]
            for match in rule["matches"]
            if match["path"]["value"] == path and _is_accepted(route)
        )
        if not found:
            self.gaps.append(f"after {seconds:.1f} s no accepted route has {path}")
            return
        name = found[0][1]
        service = next((each for each in services if each["metadata"]["name"] == name), None)
        selector = (service or {}).get("spec", {}).get("selector") or {}
        ready = [pod for pod in pods if is_serving(pod) and selector.items() <= pod["metadata"]["labels"].items()]
        if service is None or not selector or not ready:
            self.gaps.append(f"after {seconds:.1f} s {path} goes to Service/{name}, which has no Ready pod")
        if self.served_by[-1:] != [name]:
            self.served_by.append(name)


def _is_accepted(route: Body) -> bool:
    parents = route.get("status", {}).get("parents") or []
    return any(each["type"] == "Accepted" for parent in parents for each in parent["conditions"])


@contextmanager
def watched_route(client: Client, namespace: str, path: str) -> Iterator[RouteWatch]:
    """Look until the end of `with`. The lists of one look are read pods last, so that a new pod is never missed."""
    watch = RouteWatch()
    ended = threading.Event()
    started = time.monotonic()

    def look() -> None:
        while not ended.wait(_PAUSE_SECONDS):
            try:
                routes = client.list(_ROUTE, "HTTPRoute", namespace)
                services = client.list("v1", "Service", namespace)
                pods = client.list("v1", "Pod", namespace)
            except (ApiError, OSError):
                continue
            watch.see(routes, services, pods, path, time.monotonic() - started)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
