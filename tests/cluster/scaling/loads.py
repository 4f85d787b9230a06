"""Loads on one component: the others are left at what moves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.cluster.lab.lab import Lab
from tests.cluster.lab.metrics import percent_of_request
from tests.cluster.scaling.scaled import Scaled

Body = dict[str, Any]
Percent = Callable[[Body], float | None]
"""A pod -> how busy it is, in percent of its CPU request or of its GPU; None for no value."""

_FRESH = 0.2
_NAME = "app.kubernetes.io/name"


def constant(percent: float) -> Percent:
    """Every pod is as busy as that, however many there are: a metric that no scaling can change."""
    return lambda pod: percent


def silent(pod: Body) -> float | None:
    """No pod has a value."""
    return None


class Shared:
    """A load that the serving pods divide: `total` percent over all of them, none on a pod that is not Ready."""

    def __init__(self, lab: Lab, component: str, total: float) -> None:
        self._lab = lab
        self._component = component
        self._total = total
        self._counted = (float("-inf"), 0)

    def __call__(self, pod: Body) -> float | None:
        return self._total / max(1, self._serving()) if _serves(pod) else 0.0

    def _serving(self) -> int:
        moment, number = self._counted
        if time.monotonic() - moment > _FRESH:
            number = sum(_serves(pod) for pod in self._lab.pods(self._component))
            self._counted = (time.monotonic(), number)
        return number


class All:
    """The present load of each component that a test has put one on."""

    def __init__(self, lab: Lab) -> None:
        self._cpu: dict[str, Percent] = {}
        self._gpu: dict[str, Percent] = {}
        self._metrics = lab.metrics

    def put(self, scaled: Scaled, load: Percent) -> None:
        """From now on, `load` on the pods of that component."""
        (self._cpu if scaled.goal.by == "cpu" else self._gpu)[scaled.component] = load
        self._metrics.cpu = self._cores
        if scaled.goal.by == "gpu":
            self._metrics.custom[scaled.metric] = self._percent

    def _cores(self, pod: Body) -> float | None:
        load = self._cpu.get(pod["metadata"].get("labels", {}).get(_NAME, ""))
        if load is None:
            return self._metrics.calm_cpu(pod)
        percent = load(pod)
        return None if percent is None else percent_of_request(pod, percent)

    def _percent(self, pod: Body) -> float | None:
        load = self._gpu.get(pod["metadata"].get("labels", {}).get(_NAME, ""), self._metrics.calm_gpu)
        return load(pod)


def _serves(pod: Body) -> bool:
    conditions = pod["status"].get("conditions") or []
    ready = any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
    return ready and "deletionTimestamp" not in pod["metadata"]
