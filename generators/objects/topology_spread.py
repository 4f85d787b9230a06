"""How the pods of one workload are kept apart.

`nodeTaintsPolicy: Honor`: a tainted node is no place that counts as empty. `matchLabelKeys`: each rollout is spread for
itself, not against the pods that it replaces. Source: Kubernetes "Pod Topology Spread Constraints".
"""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.labels import Labels


def topology_spread(labels: Labels, *, strict: bool) -> list[Body]:
    """Spread over nodes, and over zones where it costs nothing.

    `strict`: a pod waits rather than joins another one's node; for at least two pods that fit on any node. It strands
    GPUs on uneven nodes, so it is not for them.
    """
    return [
        _over("kubernetes.io/hostname", "DoNotSchedule" if strict else "ScheduleAnyway", labels),
        _over("topology.kubernetes.io/zone", "ScheduleAnyway", labels),
    ]


def _over(topology_key: str, when_unsatisfiable: str, labels: Labels) -> Body:
    return {
        "maxSkew": 1,
        "topologyKey": topology_key,
        "whenUnsatisfiable": when_unsatisfiable,
        "nodeTaintsPolicy": "Honor",
        "labelSelector": {"matchLabels": labels.selector()},
        "matchLabelKeys": ["pod-template-hash"],
    }
