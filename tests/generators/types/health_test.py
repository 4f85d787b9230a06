"""What Flux is told to wait for."""

from __future__ import annotations

import pytest

from generators.platform.values import Cluster
from generators.types.health import health_checks

TABLE = [
    ("cpu, and the cluster measures it", "cpu", {"metrics-server"}, ["HorizontalPodAutoscaler"]),
    ("cpu, and nothing measures it", "cpu", {"gpu-metric"}, []),
    ("gpu, and the cluster measures it", "gpu", {"gpu-metric"}, ["HorizontalPodAutoscaler"]),
    ("gpu, and nothing measures it", "gpu", {"metrics-server"}, []),
    ("nothing is scaled", None, {"metrics-server", "gpu-metric"}, []),
]


@pytest.mark.parametrize(("by", "provides", "kinds"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_an_autoscaler_is_waited_for_where_its_metric_is(by: str | None, provides: set[str], kinds: list[str]) -> None:
    cluster = Cluster(frozenset(provides), None, (), "monitoring", "cnpg-system")
    assert [check.kind for check in health_checks((), by, cluster)] == kinds
