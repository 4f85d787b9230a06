"""A StatefulSet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generators.objects.body import Body
from generators.objects.metadata import metadata
from generators.objects.pod_template import Pod, pod_template
from generators.platform.values import Sourced


def stateful_set(
    pod: Pod,
    replicas: int | Sourced[int],
    storage: Sourced[str] | None = None,
    annotations: Mapping[str, Any] | None = None,
) -> Body:
    """A StatefulSet of that pod behind the headless Service of the same name.

    `storage`: the size of the claim behind each name in `pod.claims`. A claim outlives its StatefulSet.
    """
    spec: Body = {
        "serviceName": pod.labels.name,
        "replicas": replicas,
        "revisionHistoryLimit": 3,
        "selector": {"matchLabels": pod.labels.selector()},
        "template": pod_template(pod),
    }
    if storage is not None:
        spec["persistentVolumeClaimRetentionPolicy"] = {"whenDeleted": "Retain", "whenScaled": "Retain"}
        spec["volumeClaimTemplates"] = [_claim(name, storage) for name in pod.claims]
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": metadata(pod.labels.name, pod.labels, annotations),
        "spec": spec,
    }


def _claim(name: str, storage: Sourced[str]) -> Body:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": storage}}},
    }
