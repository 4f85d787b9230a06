"""An HTTPRoute of the Gateway API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import metadata
from generators.platform.values import Gateway, Port, Sourced


def http_route(
    name: str,
    labels: Labels,
    gateway: Gateway,
    hostnames: Sequence[Sourced[str]],
    paths: Sequence[Sourced[str]],
    port: Port,
) -> Body:
    """The paths of these host names, sent to the Service of the component. No `hostnames` in the base: they differ."""
    parent = {"name": gateway.name, "namespace": gateway.namespace}
    if gateway.listener:
        parent["sectionName"] = gateway.listener
    spec: Body = {"parentRefs": [parent]}
    if hostnames:
        spec["hostnames"] = [*hostnames]
    spec["rules"] = [_rule(path, labels.name, port) for path in paths]
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": metadata(name, labels),
        "spec": spec,
    }


def _rule(path: Sourced[str], service: str, port: Port) -> dict[str, Any]:
    return {
        "matches": [{"path": {"type": "PathPrefix", "value": path}}],
        "backendRefs": [{"name": service, "port": port.number}],
    }
