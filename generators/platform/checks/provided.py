"""What the components rely on is in `cluster.provides`."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault
from generators.platform.values import Component


def provided(draft: Draft) -> Iterator[Fault]:
    """Asked of each environment: what is external there relies on nothing of the cluster."""
    if draft.cluster is None or draft.environment is None:
        return
    for component in draft.components:
        for capability, source, why in _reliances(component):
            if capability not in draft.cluster.provides:
                yield Fault(
                    source,
                    f"{why}, found no {capability} in cluster.provides",
                    f"write `{capability}` there when every cluster has it",
                )


def api_server(draft: Draft) -> Iterator[Fault]:
    """CloudNativePG's pods call the Kubernetes API, and the network is closed to what is not said."""
    if draft.cluster is None or draft.cluster.api_server or draft.environment is None:
        return
    for component in draft.components:
        if component.type == "postgres" and component.external is None:
            yield Fault(
                f"{component.source}/type",
                "postgres calls the Kubernetes API, found no key `cluster.api_server`",
                "write for example `api_server: [10.0.0.1/32]` in cluster",
            )


def _reliances(component: Component) -> Iterator[tuple[str, str, str]]:
    if component.type == "postgres" and component.external is None:
        yield "cloudnative-pg", f"{component.source}/type", "postgres is run by CloudNativePG"
    if component.routes:
        yield "gateway", f"{component.source}/routes", "routes need a gateway"
    if component.scale is not None and component.scale.by == "cpu":
        yield "metrics-server", f"{component.scale.source}/by", "scaling by cpu needs a metrics server"
    if component.scale is not None and component.scale.by == "gpu":
        yield "gpu-metric", f"{component.scale.source}/by", "scaling by gpu needs the metric gpu_utilization"
