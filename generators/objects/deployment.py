"""A Deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generators.objects.body import Body
from generators.objects.metadata import metadata
from generators.objects.pod_template import Pod, pod_template
from generators.platform.values import Sourced


@dataclass(frozen=True, slots=True)
class Rollout:
    """How pods are replaced, and after how many seconds without progress a rollout has failed.

    `settles_seconds`: how long a pod must run before it counts, for one that no probe asks whether it is ready.
    `recreate`: the old pods end before the new ones start.
    """

    max_surge: int
    max_unavailable: int
    progress_deadline_seconds: int
    settles_seconds: int = 0
    recreate: bool = False


def deployment(
    pod: Pod, rollout: Rollout, replicas: Sourced[int] | None = None, annotations: Mapping[str, Any] | None = None
) -> Body:
    """A Deployment of that pod. `replicas` is None where an autoscaler owns the number: Flux would undo its work."""
    spec: Body = {} if replicas is None else {"replicas": replicas}
    if rollout.settles_seconds:
        spec["minReadySeconds"] = rollout.settles_seconds
    spec |= {
        "revisionHistoryLimit": 3,
        "progressDeadlineSeconds": rollout.progress_deadline_seconds,
        "strategy": _strategy(rollout),
        "selector": {"matchLabels": pod.labels.selector()},
        "template": pod_template(pod),
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(pod.labels.name, pod.labels, annotations),
        "spec": spec,
    }


def _strategy(rollout: Rollout) -> Body:
    if rollout.recreate:
        return {"type": "Recreate"}
    update = {"maxSurge": rollout.max_surge, "maxUnavailable": rollout.max_unavailable}
    return {"type": "RollingUpdate", "rollingUpdate": update}
