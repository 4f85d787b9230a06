"""A HorizontalPodAutoscaler (autoscaling/v2) for a Deployment."""

from __future__ import annotations

from typing import Any

from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal
from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import metadata
from generators.platform.values import KubernetesVersion, Scale, Sourced

GPU_METRIC = "gpu_utilization"
"""The Pods metric that the cluster provides as `gpu-metric`: the average of a pod's GPUs, 0..100."""


def horizontal_pod_autoscaler(labels: Labels, scale: Scale, container: str, version: KubernetesVersion) -> Body:
    """Scales the Deployment of that name so that `scale` holds. `Refused` where the version cannot meet it.

    CPU is that of the one container: a sidecar's idle share would dilute the pod's.
    """
    fields = plan(_goal(scale), (version.major, version.minor))
    said = scale.target or scale.double_above
    target = {
        key: Sourced(value, said.source) if said and key != "type" else value for key, value in fields.target.items()
    }
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": metadata(labels.name, labels),
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": labels.name},
            "minReplicas": scale.minimum,
            "maxReplicas": scale.maximum,
            "metrics": [_metric(scale.by, container, target)],
            "behavior": {
                "scaleUp": _sourced(fields.behavior["scaleUp"], scale.double_above),
                "scaleDown": _sourced(fields.behavior["scaleDown"], scale.shrink_below),
            },
        },
    }


def _goal(scale: Scale) -> Goal:
    return Goal(scale.by, _plain(scale.target), _plain(scale.double_above), _plain(scale.shrink_below))


def _plain(percent: Sourced[int] | None) -> int | None:
    return None if percent is None else percent.value


def _metric(by: str, container: str, target: dict[str, Any]) -> Body:
    if by == "gpu":
        return {"type": "Pods", "pods": {"metric": {"name": GPU_METRIC}, "target": target}}
    return {
        "type": "ContainerResource",
        "containerResource": {"name": "cpu", "container": container, "target": target},
    }


def _sourced(rules: dict[str, Any], said: Sourced[int] | None) -> Body:
    if said is None or "tolerance" not in rules:
        return rules
    return {**rules, "tolerance": Sourced(rules["tolerance"], said.source)}
