"""A Service."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import metadata
from generators.platform.values import Port


def service(labels: Labels, ports: tuple[Port, ...]) -> Body:
    """One address for all ready pods. Service port and container port are the same number."""
    return _service(labels.name, labels, ports, {"type": "ClusterIP"})


def headless_service(name: str, labels: Labels, ports: tuple[Port, ...]) -> Body:
    """One address a pod, by DNS: for a StatefulSet, and for clients that balance by themselves (gRPC)."""
    return _service(name, labels, ports, {"clusterIP": "None"})


def _service(name: str, labels: Labels, ports: tuple[Port, ...], kind: Body) -> Body:
    listed = [{"name": port.name, "port": port.number, "targetPort": port.name} for port in ports]
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(name, labels),
        "spec": {**kind, "selector": labels.selector(), "ports": listed},
    }
