"""A PodDisruptionBudget."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import metadata


def pod_disruption_budget(labels: Labels) -> Body:
    """One pod at a time may be evicted, and a pod that is not ready always.

    `maxUnavailable` follows the autoscaler; a `minAvailable` at its minimum would block every drain.
    Source: Kubernetes "Specifying a Disruption Budget".
    """
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": metadata(labels.name, labels),
        "spec": {
            "maxUnavailable": 1,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
            "selector": {"matchLabels": labels.selector()},
        },
    }
