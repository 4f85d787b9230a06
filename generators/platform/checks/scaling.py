"""`scale` says a goal that the Kubernetes version can meet, and what it measures is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal, Refused
from generators.arithmetic.schedule import LONGEST_RUN_SECONDS, parse_schedule, runs_at_once
from generators.platform.draft import Draft
from generators.platform.fault import Fault
from generators.platform.values import Component, Scale, Sourced


def reachable(draft: Draft) -> Iterator[Fault]:
    version = draft.kubernetes
    for component in draft.components:
        if component.scale is not None and draft.sound(component, "scale"):
            scale = component.scale
            goal = Goal(scale.by, _value(scale.target), _value(scale.double_above), _value(scale.shrink_below))
            try:
                # Where the version itself is wrong, the newest one leaves only what no version can do.
                plan(goal, (version.major, version.minor) if version else (1, 37))
            except Refused as refused:
                yield Fault(_place(scale, refused.reason), refused.reason, refused.remedy)


def measurable(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        scale = component.scale
        if scale is None:
            continue
        if scale.by == "cpu" and draft.sound(component, "resources") and component.resources.requests.cpu is None:
            yield Fault(
                f"{scale.source}/by",
                "scales by cpu, which is measured against a request, found no CPU request",
                "write for example `resources: {requests: {cpu: 250m}}`",
            )
        if scale.by == "gpu" and draft.sound(component, "gpu") and component.gpu is None:
            yield Fault(f"{scale.source}/by", "scales by gpu, found no key `gpu`", "write `gpu: 1`, or `by: cpu`")


def one_way(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        if component.scale is not None and component.replicas is not None:
            yield Fault(
                component.replicas.source,
                "found `replicas` beside `scale`, which owns the number of pods",
                "keep one of them",
                at_key=True,
            )


def alone(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        if not component.alone:
            continue
        if component.scale is not None:
            problem = "found `scale` beside `alone`, which allows one pod"
            yield Fault(component.scale.source, problem, "keep one of them", at_key=True)
        elif component.replicas is not None and component.replicas.value > 1:
            problem = f"`alone` allows one pod, found {component.replicas.value}"
            yield Fault(component.replicas.source, problem, "write `replicas: 1`, or leave `alone` out")


def _place(scale: Scale, reason: str) -> str:
    """The key that the reason speaks of first."""
    said = {"target": scale.target, "double_above": scale.double_above, "shrink_below": scale.shrink_below}
    for name in re.findall("`([a-z_]+)", reason):
        leaf = said.get(name)
        if leaf is not None:
            return leaf.source
    return scale.source


def _value(said: Sourced[int] | None) -> int | None:
    return None if said is None else said.value


def most_pods(component: Component) -> int:
    """The most pods that run at once, without a rollout's. Runs of a cron that may overlap are all of them."""
    if component.schedule is not None and component.concurrency is not None and component.concurrency.value == "Allow":
        gap = parse_schedule(component.schedule.value).shortest_gap_seconds()
        return runs_at_once(gap, component.deadline.value if component.deadline else LONGEST_RUN_SECONDS)
    if component.scale is not None:
        return component.scale.maximum.value
    return component.replicas.value if component.replicas is not None else 1
