"""What an environment needs at most, read from the objects that it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from generators.arithmetic.capacity import (
    Claims,
    Load,
    Needs,
    database_load,
    ordered_pods,
    pod_needs,
    quota,
    rolling_pods,
)
from generators.arithmetic.schedule import parse_schedule, runs_at_once
from generators.objects.body import Body
from generators.objects.resources import GPU
from generators.platform.values import Sourced
from generators.types.part import Part
from manifests.quantity import parse_quantity

_JOB_PODS = 2  # when Flux or a CronJob replaces a Job, or a Job an evicted pod, the old one may still be ending


def hard_limits(parts: Iterable[Part]) -> dict[str, str]:
    """`spec.hard` of the ResourceQuota that holds all parts during a rollout of all of them at maximum."""
    return quota([load for part in parts for load in _loads(part)])


def _loads(part: Part) -> list[Load]:
    bodies = [body for _, body in part.files]
    most = {
        body["spec"]["scaleTargetRef"]["name"]: int(_plain(body["spec"]["maxReplicas"]))
        for body in bodies
        if body["kind"] == "HorizontalPodAutoscaler"
    }
    return [load for body in bodies for load in _load(body, most.get(body["metadata"]["name"]))]


def _load(body: Body, most: int | None) -> list[Load]:
    kind, spec = body["kind"], body.get("spec", {})
    if kind == "Deployment":
        maximum = most or int(_plain(spec.get("replicas", 1)))
        update = spec["strategy"].get("rollingUpdate")
        if update is None:
            return [Load(_pod(spec), ordered_pods(maximum))]
        return [Load(_pod(spec), rolling_pods(maximum, update["maxSurge"], update["maxUnavailable"]))]
    if kind == "StatefulSet":
        replicas = int(_plain(spec["replicas"]))
        claims = (
            Claims(replicas, _amount(each["spec"]["resources"]["requests"]["storage"]))
            for each in spec.get("volumeClaimTemplates", [])
        )
        return [Load(_pod(spec), ordered_pods(replicas), tuple(claims))]
    if kind == "Job":
        return [Load(_pod(spec), _JOB_PODS)]
    if kind == "CronJob":
        run = spec["jobTemplate"]["spec"]
        gap = parse_schedule(_plain(spec["schedule"])).shortest_gap_seconds()
        beside = _plain(spec["concurrencyPolicy"]) == "Allow"
        runs = runs_at_once(gap, int(_plain(run["activeDeadlineSeconds"]))) if beside else 1
        return [Load(_pod(run), runs * _JOB_PODS)]
    if kind == "Cluster":
        wal = _amount(spec["walStorage"]["size"])
        instances = int(_plain(spec["instances"]))
        return [database_load(_needs(spec["resources"]), instances, _amount(spec["storage"]["size"]), wal)]
    return []


def _pod(spec: Body) -> Needs:
    return pod_needs([_needs(container["resources"]) for container in spec["template"]["spec"]["containers"]])


def _needs(resources: Body) -> Needs:
    requests, limits = resources["requests"], resources["limits"]
    return Needs(
        cpu=_amount(requests["cpu"]),
        memory=_amount(requests["memory"]),
        memory_limit=_amount(limits["memory"]),
        gpu=_amount(requests.get(GPU, "0")),
    )


def _amount(value: Any) -> Fraction:
    return parse_quantity(_plain(value)).amount


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Sourced) else value
