"""Pods as the autoscaler's controller groups them."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from generators.arithmetic.autoscaler_simulation import Pods
from tests.cluster.lab.metrics import Question
from tests.cluster.scaling.grouping import grouped

NOW = datetime(2026, 1, 1, 12, 0, 10, tzinfo=UTC)
OLD, JUST = "2026-01-01T12:00:00Z", "2026-01-01T12:00:10Z"


def pod(name: str = "a", phase: str = "Running", ready: str | None = "True", started: str = OLD) -> dict[str, Any]:
    conditions = [] if ready is None else [{"type": "Ready", "status": ready, "lastTransitionTime": started}]
    containers = [{"name": "backend", "resources": {"requests": {"cpu": "250m"}}}]
    status = {"phase": phase, "conditions": conditions, "startTime": started}
    return {"metadata": {"name": name}, "spec": {"containers": containers}, "status": status}


def usage(name: str = "a", cpu: str = "72500000n") -> dict[str, Any]:
    return {"metadata": {"name": name}, "containers": [{"name": "backend", "usage": {"cpu": cpu}}]}


def value(name: str = "a", number: str = "85000m") -> dict[str, Any]:
    return {"describedObject": {"name": name}, "value": number}


def cpu(*pods: dict[str, Any], items: tuple[dict[str, Any], ...] = (usage(),)) -> Pods:
    return grouped(Question(0.0, "cpu", "ai-train-prod", "a=b", pods, items), "backend", NOW)


def gpu(*pods: dict[str, Any], items: tuple[dict[str, Any], ...] = (value(),)) -> Pods:
    return grouped(Question(0.0, "gpu_utilization", "ai-train-prod", "a=b", pods, items), "backend", NOW)


BUSY = (Fraction(7300, 250),)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param(cpu(pod()), Pods(BUSY), id="a thousandth begun counts as a whole one"),
        pytest.param(cpu(pod(), items=()), Pods((), 0, 1), id="a pod without a value is missing"),
        pytest.param(cpu(pod(phase="Pending")), Pods((), 1, 0), id="a pending pod is not ready"),
        pytest.param(cpu(pod(phase="Failed")), Pods(()), id="a failed pod does not count"),
        pytest.param(cpu(pod(started=JUST)), Pods((), 1, 0), id="CPU in a pod's first second is no sample"),
        pytest.param(cpu(pod(ready=None)), Pods((), 1, 0), id="a pod that never said Ready is not"),
        pytest.param(cpu(pod(ready="False")), Pods((), 1, 0), id="a pod that was never Ready is not"),
        pytest.param(gpu(pod()), Pods((Fraction(85),)), id="a number is taken as it is"),
        pytest.param(gpu(pod(started=JUST)), Pods((Fraction(85),)), id="a number counts at once"),
        pytest.param(gpu(pod(phase="Pending")), Pods((), 1, 0), id="but not of a pending pod"),
    ],
)
def test_groups(seen: Pods, expected: Pods) -> None:
    assert seen == expected


def test_a_pod_that_is_being_deleted_does_not_count() -> None:
    dying = pod("b")
    dying["metadata"]["deletionTimestamp"] = OLD
    assert gpu(pod(), dying, items=(value(), value("b"))) == Pods((Fraction(85),))


def test_a_pod_that_was_ready_and_is_not_still_counts_for_cpu() -> None:
    shaky = pod(ready="False")
    shaky["status"]["conditions"][0]["lastTransitionTime"] = JUST
    assert cpu(shaky) == Pods(BUSY)
