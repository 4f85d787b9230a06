"""How pods are kept apart."""

from __future__ import annotations

import pytest

from generators.objects.labels import Labels
from generators.objects.topology_spread import topology_spread

SELECTOR = {"matchLabels": {"app.kubernetes.io/name": "site"}}


@pytest.mark.parametrize(
    ("strict", "unsatisfiable"),
    [(True, "DoNotSchedule"), (False, "ScheduleAnyway")],
    ids=["a pod waits for a node of its own", "a pod may share a node"],
)
def test_pods_are_spread_over_nodes_and_zones(strict: bool, unsatisfiable: str) -> None:
    assert topology_spread(Labels("site", "web", "shop"), strict=strict) == [
        {
            "maxSkew": 1,
            "topologyKey": "kubernetes.io/hostname",
            "whenUnsatisfiable": unsatisfiable,
            "nodeTaintsPolicy": "Honor",
            "labelSelector": SELECTOR,
            "matchLabelKeys": ["pod-template-hash"],
        },
        {
            "maxSkew": 1,
            "topologyKey": "topology.kubernetes.io/zone",
            "whenUnsatisfiable": "ScheduleAnyway",
            "nodeTaintsPolicy": "Honor",
            "labelSelector": SELECTOR,
            "matchLabelKeys": ["pod-template-hash"],
        },
    ]
