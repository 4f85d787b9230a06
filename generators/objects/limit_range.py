"""A LimitRange."""

from __future__ import annotations

from generators.objects.body import Body


def limit_range(metadata: Body) -> Body:
    """Amounts for a container that says none (an `extras` sidecar).

    It never names GPUs: an unset default is defaulted to the maximum, and every pod would get one.
    Source: Kubernetes `SetDefaults_LimitRangeItem`.
    """
    container = {
        "type": "Container",
        "default": {"memory": "256Mi"},
        "defaultRequest": {"cpu": "50m", "memory": "64Mi"},
    }
    return {"apiVersion": "v1", "kind": "LimitRange", "metadata": metadata, "spec": {"limits": [container]}}
