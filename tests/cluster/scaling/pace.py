"""Minutes become seconds: the windows and periods of an autoscaler divided by twenty, all else as generated.

The Flux Kustomization of the component is suspended for that long, or it would put the generated ones back (which it
does at the end).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.cluster.lab.flux import KUSTOMIZATION, NAMESPACE, condition
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
TIMES = 20
AUTOSCALER = "HorizontalPodAutoscaler"
VERSION = "autoscaling/v2"


def faster(behavior: Mapping[str, Any]) -> Body:
    """The same behaviour with each window and period a twentieth as long, but never under a second."""
    return {
        side: {
            **rules,
            "stabilizationWindowSeconds": math.ceil(rules["stabilizationWindowSeconds"] / TIMES),
            "policies": [
                {**policy, "periodSeconds": math.ceil(policy["periodSeconds"] / TIMES)} for policy in rules["policies"]
            ],
        }
        for side, rules in behavior.items()
    }


def memory(behavior: Mapping[str, Any]) -> int:
    """How long a controller remembers: the longest window or period, in seconds."""
    sides = behavior.values()
    windows = [int(rules["stabilizationWindowSeconds"]) for rules in sides]
    return max(windows + [int(policy["periodSeconds"]) for rules in sides for policy in rules["policies"]])


def behavior_of(lab: Lab, component: str) -> Body:
    """The behaviour of a component's autoscaler as it stands in the cluster."""
    found = lab.client.get(VERSION, AUTOSCALER, lab.namespace, component)
    assert found is not None, f"no {AUTOSCALER} {component}"
    behavior: Body = found["spec"]["behavior"]
    return behavior


@contextmanager
def paced(lab: Lab, component: str) -> Iterator[Body]:
    """A twentieth of the time until the end of `with`; then Flux has put the generated behaviour back."""
    generated = behavior_of(lab, component)
    name = lab.flux_name(component)
    _until_at_rest(lab, name)
    _suspend(lab, name, True)
    try:
        patch = {"spec": {"behavior": faster(generated)}}
        lab.client.patch(VERSION, AUTOSCALER, lab.namespace, component, patch)
        yield faster(generated)
    finally:
        _suspend(lab, name, False)
        until(lambda: behavior_of(lab, component) == generated, 60, f"Flux puts back the autoscaler of {component}")
        _until_at_rest(lab, name)


def _until_at_rest(lab: Lab, name: str) -> None:
    """Until no reconciliation is under way: one that began before a suspension still applies what Git says."""

    def look() -> bool:
        ready = condition(lab.flux.kustomizations()[name])
        return ready is not None and ready["status"] == "True"

    until(look, 120, f"{name} is Ready")


def _suspend(lab: Lab, name: str, suspended: bool) -> None:
    lab.client.patch(KUSTOMIZATION, "Kustomization", NAMESPACE, name, {"spec": {"suspend": suspended}})
