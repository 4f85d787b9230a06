"""The pods that built objects become, as NetworkPolicies see them: namespace, labels, named ports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generators.network.peers import DATABASE, NAMESPACE
from manifests.identity import Identity, identity_of

Body = Mapping[str, Any]
DEFAULT_NAMESPACE = "default"

_TEMPLATES = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job")
_GROUPS = ("apps", "batch", "")
KINDS = frozenset({*_TEMPLATES, "Pod", "CronJob", "Cluster", "Namespace", "NetworkPolicy"})
"""The kinds that say who may talk to whom; no other object is looked at."""
# CloudNativePG 1.30, "Labels and annotations" and "Networking": labels of its pods, and the ports its instances name.
_DATABASE_PORTS = {("postgresql", "TCP"): 5432, ("metrics", "TCP"): 9187, ("status", "TCP"): 8000}
_DATABASE_PODS = (
    ("{}", {"cnpg.io/podRole": "instance", "cnpg.io/instanceRole": "primary", "role": "primary"}),
    ("replicas of {}", {"cnpg.io/podRole": "instance", "cnpg.io/instanceRole": "replica", "role": "replica"}),
    ("Jobs of {}", {"cnpg.io/jobRole": "join"}),
)


@dataclass(frozen=True, slots=True)
class Namespace:
    """A namespace as selectors see it: its labels, one of which the API server gives each."""

    name: str
    pairs: frozenset[tuple[str, str]]

    @property
    def labels(self) -> dict[str, str]:
        """The labels as a mapping."""
        return dict(self.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class PodGroup:
    """Pods that no policy tells apart: those of one workload, or (without `owner`) any with just these labels."""

    text: str
    namespace: Namespace
    labels: Mapping[str, str]
    ports: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (name, protocol) -> number
    owner: Identity | None = None
    directory: str = ""
    host_network: bool = False


def namespaces_of(objects: Iterable[tuple[str, Body]]) -> dict[str, Namespace]:
    """The namespaces that are built, by name."""
    bodies = [body for _, body in objects if body["kind"] == "Namespace" and body["apiVersion"] == "v1"]
    return {body["metadata"]["name"]: namespace(body["metadata"]["name"], labels_in(body)) for body in bodies}


def namespace(name: str, labels: Mapping[str, str] | None = None) -> Namespace:
    """A namespace with its own labels and the API server's."""
    return Namespace(name, frozenset({**(labels or {}), NAMESPACE: name}.items()))


def pods_of_objects(objects: Iterable[tuple[str, Body]], namespaces: Mapping[str, Namespace]) -> Iterator[PodGroup]:
    """The pods of every workload among (directory, body), in order.

    Labels that only a running cluster knows (`pod-template-hash`, a pod's index) are left out.
    """
    for directory, body in objects:
        identity = identity_of(body)
        name = identity.namespace or DEFAULT_NAMESPACE
        where = namespaces.get(name) or namespace(name)
        if identity.kind == "Cluster" and identity.group == "postgresql.cnpg.io":
            yield from _database(directory, body, identity, where)
        elif (template := _template(body, identity)) is not None:
            labels = dict(labels_in(template))
            if identity.kind == "Job":
                labels |= {"job-name": identity.name, "batch.kubernetes.io/job-name": identity.name}
            spec = template.get("spec") or {}
            host = bool(spec.get("hostNetwork"))
            yield PodGroup(identity.name, where, labels, _ports(spec), identity, directory, host)


def _template(body: Body, identity: Identity) -> Body | None:
    if identity.group not in _GROUPS:
        return None
    if identity.kind == "Pod":
        return body
    if identity.kind == "CronJob":
        return _at(body, "spec", "jobTemplate", "spec", "template")
    return _at(body, "spec", "template") if identity.kind in _TEMPLATES else None


def _at(body: Body, *keys: str) -> Body:
    """The mapping at that path, empty where something on the way is absent."""
    for key in keys:
        body = body.get(key) or {}
    return body


def _ports(spec: Body) -> dict[tuple[str, str], int]:
    containers = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    ports = [port for container in containers for port in container.get("ports") or () if "name" in port]
    return {(port["name"], port.get("protocol") or "TCP"): port["containerPort"] for port in ports}


def _database(directory: str, body: Body, identity: Identity, where: Namespace) -> Iterator[PodGroup]:
    own = {
        DATABASE: identity.name,
        "app.kubernetes.io/name": "postgresql",
        "app.kubernetes.io/instance": identity.name,
        "app.kubernetes.io/component": "database",
        "app.kubernetes.io/managed-by": "cloudnative-pg",
    }
    inherited = _at(body, "spec", "inheritedMetadata", "labels")
    for text, more in _DATABASE_PODS:
        labels = {**inherited, **own, **more}
        yield PodGroup(text.format(identity.name), where, labels, _DATABASE_PORTS, identity, directory)


def labels_in(body: Body) -> Mapping[str, str]:
    """`metadata.labels`, empty where there are none."""
    return _at(body, "metadata", "labels")
