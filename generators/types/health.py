"""When Flux takes an object for healthy that its `wait` does not wait for.

Flux counts a Cluster without status, an HTTPRoute that nobody accepted and an HPA without metrics as ready. Each
expression is guarded by `has()`: on an object without status an unguarded one is an error, not "not yet".
"""

from __future__ import annotations

from generators.objects.body import Body
from generators.platform.values import Cluster
from generators.types.part import HealthCheck

METRIC_PROVIDERS = {"cpu": "metrics-server", "gpu": "gpu-metric"}
"""What `cluster.provides` must name for an autoscaler's metric to be there."""

_CLUSTER = HealthCheck(
    "postgresql.cnpg.io/v1",
    "Cluster",
    "has(status.conditions) && status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
)
_ROUTE = HealthCheck(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    "has(status.parents) && size(status.parents) > 0 && status.parents.all(p, "
    "p.conditions.exists(c, c.type == 'Accepted' && c.status == 'True') && "
    "p.conditions.exists(c, c.type == 'ResolvedRefs' && c.status == 'True'))",
)
_AUTOSCALER = HealthCheck(
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    "has(status.conditions) && status.conditions.exists(c, c.type == 'ScalingActive' && c.status == 'True')",
)


def health_checks(
    files: tuple[tuple[str, Body], ...], scaled_by: str | None, cluster: Cluster
) -> tuple[HealthCheck, ...]:
    """The checks of these objects. An autoscaler's only where the cluster provides the metric that it reads."""
    kinds = {body["kind"] for _, body in files}
    checks = [check for check in (_CLUSTER, _ROUTE) if check.kind in kinds]
    if scaled_by is not None and METRIC_PROVIDERS[scaled_by] in cluster.provides:
        checks.append(_AUTOSCALER)
    return tuple(checks)
