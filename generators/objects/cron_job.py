"""A CronJob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generators.objects.body import Body
from generators.objects.metadata import metadata
from generators.objects.pod_template import Pod, pod_template
from generators.platform.values import Sourced

_TRIES_AGAIN = 2
_KEPT_SUCCESSES, _KEPT_FAILURES = 1, 3


@dataclass(frozen=True, slots=True)
class Timing:
    """When runs begin, how they may overlap, and how long each may take.

    `starts_within_seconds`: a run that could not begin by then, because the controller was away, is left out.
    """

    schedule: Sourced[str]
    time_zone: str | Sourced[str]
    concurrency: str | Sourced[str]
    deadline_seconds: int | Sourced[int]
    starts_within_seconds: int | Sourced[int]


def cron_job(pod: Pod, timing: Timing, annotations: Mapping[str, Any] | None = None) -> Body:
    """A CronJob of that pod: each run has up to three tries within the deadline.

    Finished Jobs go by the history limits. They have no TTL: whoever looks for a failure in the morning finds it. The
    time zone is always written: without it the schedule would mean whatever the controller's host is set to.
    """
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": metadata(pod.labels.name, pod.labels, annotations),
        "spec": {
            "schedule": timing.schedule,
            "timeZone": timing.time_zone,
            "startingDeadlineSeconds": timing.starts_within_seconds,
            "concurrencyPolicy": timing.concurrency,
            "successfulJobsHistoryLimit": _KEPT_SUCCESSES,
            "failedJobsHistoryLimit": _KEPT_FAILURES,
            "jobTemplate": {
                "spec": {
                    "backoffLimit": _TRIES_AGAIN,
                    "activeDeadlineSeconds": timing.deadline_seconds,
                    "template": pod_template(pod),
                }
            },
        },
    }
