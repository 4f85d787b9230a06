"""The pods of a question as the autoscaler's controller groups them: ready with a value, not ready yet, without one.

Source: kubernetes pkg/controller/podautoscaler/replica_calculator.go (groupPods), metrics/client.go.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from generators.arithmetic.autoscaler_simulation import Pods
from manifests.quantity import parse_quantity
from tests.cluster.lab.metrics import Question

Body = dict[str, Any]
START = timedelta(seconds=1)
"""The lab's `--horizontal-pod-autoscaler-cpu-initialization-period` and `-initial-readiness-delay`."""
_WINDOW = timedelta(seconds=15)


def grouped(question: Question, container: str, now: datetime) -> Pods:
    """Of CPU, what the one container uses in percent of its request; of anything else, the number as it is."""
    ready: list[Fraction] = []
    unready = missing = 0
    values = _values(question, container)
    for pod in question.pods:
        phase = pod["status"].get("phase")
        if "deletionTimestamp" in pod["metadata"] or phase == "Failed":
            continue
        name = pod["metadata"]["name"]
        if phase == "Pending":
            unready += 1
        elif name not in values:
            missing += 1
        elif question.metric == "cpu" and _is_unready(pod, now):
            unready += 1
        else:
            ready.append(values[name])
    return Pods(tuple(ready), unready, missing)


def _values(question: Question, container: str) -> dict[str, Fraction]:
    if question.metric != "cpu":
        return {each["describedObject"]["name"]: parse_quantity(each["value"]).amount for each in question.items}
    requests = {pod["metadata"]["name"]: _request(pod, container) for pod in question.pods}
    found = {}
    for item in question.items:
        usage = next(each["usage"]["cpu"] for each in item["containers"] if each["name"] == container)
        name = item["metadata"]["name"]
        found[name] = Fraction(_thousandths(usage) * 100, requests[name])
    return found


def _request(pod: Body, container: str) -> int:
    said = next(each for each in pod["spec"]["containers"] if each["name"] == container)
    return _thousandths(said["resources"]["requests"]["cpu"])


def _thousandths(quantity: str) -> int:
    """As Quantity.MilliValue: rounded up."""
    return math.ceil(parse_quantity(quantity).amount * 1000)


def _is_unready(pod: Body, now: datetime) -> bool:
    status = pod["status"]
    ready = next((each for each in status.get("conditions") or [] if each["type"] == "Ready"), None)
    if ready is None or "startTime" not in status:
        return True
    started, changed = _time(status["startTime"]), _time(ready["lastTransitionTime"])
    if started + START > now:
        return ready["status"] == "False" or now.replace(microsecond=0) < changed + _WINDOW
    return ready["status"] == "False" and started + START > changed


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
