"""The parts that the run plays itself, because no operator runs here: each is written down, and the report names it.

CloudNativePG's operator makes a Cluster healthy; a gateway accepts a route. Their objects' status is patched as theirs
would be, a moment after it is needed.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.cluster.lab.client import ApiError, Client

Body = dict[str, Any]
_PAUSE_SECONDS = 0.3
_CLUSTER, _ROUTE = "postgresql.cnpg.io/v1", "gateway.networking.k8s.io/v1"


@dataclass(slots=True)
class Played:
    """What was played so far, as sentences, and what is left alone on purpose: "Kind/namespace/name"."""

    sentences: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)


@contextmanager
def operators_played(client: Client) -> Iterator[Played]:
    """Play them in a thread until the end of `with`."""
    played = Played()
    ended = threading.Event()
    thread = threading.Thread(target=_play, args=(client, played, ended), daemon=True)
    thread.start()
    try:
        yield played
    finally:
        ended.set()
        thread.join()


def _play(client: Client, played: Played, ended: threading.Event) -> None:
    while not ended.wait(_PAUSE_SECONDS):
        try:
            for cluster in client.list(_CLUSTER, "Cluster"):
                if not _is_silent(cluster, "Cluster", played) and not _has_condition(cluster):
                    _make_healthy(client, cluster)
                    played.sentences.add("CloudNativePG's operator: a Cluster is Ready as soon as it is there")
            for route in client.list(_ROUTE, "HTTPRoute"):
                if not _is_silent(route, "HTTPRoute", played) and not _is_accepted(route):
                    _accept(client, route)
                    played.sentences.add("the gateway: an HTTPRoute is accepted by every parent it names")
        except (ApiError, OSError):
            continue  # deleted meanwhile, or the API server is about to stop


def _is_silent(body: Body, kind: str, played: Played) -> bool:
    metadata = body["metadata"]
    return f"{kind}/{metadata['namespace']}/{metadata['name']}" in played.silent


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _condition(kind: str, reason: str, generation: int) -> Body:
    said = {"type": kind, "status": "True", "reason": reason, "message": "played by the run"}
    return {**said, "lastTransitionTime": _now(), "observedGeneration": generation}


def _has_condition(cluster: Body) -> bool:
    return any(each["type"] == "Ready" for each in cluster.get("status", {}).get("conditions") or [])


def _make_healthy(client: Client, cluster: Body) -> None:
    metadata, instances = cluster["metadata"], cluster["spec"].get("instances", 1)
    ready = _condition("Ready", "ClusterIsReady", metadata["generation"])
    status = {"conditions": [ready], "instances": instances, "readyInstances": instances, "phase": "healthy"}
    client.patch(_CLUSTER, "Cluster", metadata["namespace"], metadata["name"], {"status": status}, part="/status")


def _is_accepted(route: Body) -> bool:
    parents = route.get("status", {}).get("parents") or []
    generation = route["metadata"]["generation"]
    said = [each for parent in parents for each in parent.get("conditions") or []]
    return bool(said) and all(each.get("observedGeneration") == generation for each in said)


def _accept(client: Client, route: Body) -> None:
    metadata = route["metadata"]
    conditions = [
        _condition("Accepted", "Accepted", metadata["generation"]),
        _condition("ResolvedRefs", "ResolvedRefs", metadata["generation"]),
    ]
    parents = [
        {"parentRef": parent, "controllerName": "example.com/gateway", "conditions": conditions}
        for parent in route["spec"].get("parentRefs") or []
    ]
    status = {"status": {"parents": parents}}
    client.patch(_ROUTE, "HTTPRoute", metadata["namespace"], metadata["name"], status, part="/status")
