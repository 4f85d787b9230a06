"""A Job."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.metadata import metadata
from generators.objects.pod_template import Pod, pod_template


def job(pod: Pod, deadline_seconds: int) -> Body:
    """A Job of that pod: up to three tries within `deadline_seconds`.

    It has no TTL: Flux would make a Job that removed itself again, and run it again.
    """
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata(pod.labels.name, pod.labels),
        "spec": {
            "backoffLimit": 2,
            "activeDeadlineSeconds": deadline_seconds,
            "template": pod_template(pod),
        },
    }
