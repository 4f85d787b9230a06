"""How long a rollout may take, and the probe and grace numbers that follow from what a component says of itself.

All times are whole seconds.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

Amount = int | str
"""Kubernetes' IntOrString: a number of pods, or a percentage of them such as "25%"."""

PERCENT = re.compile(r"([0-9]+)%")


@dataclass(frozen=True, slots=True)
class RollingUpdate:
    """How many pods a rolling update may add and may take away, as numbers."""

    surge: int
    unavailable: int


def rolling_update(replicas: int, max_surge: Amount, max_unavailable: Amount) -> RollingUpdate:
    """The numbers that the Deployment controller makes of the two: surge rounds up, unavailable down.

    Where both come to nothing one pod may be unavailable, or no rollout would move (ResolveFenceposts in kubernetes
    pkg/controller/deployment/util/deployment_util.go). ValueError if either is neither a count nor a percentage.
    """
    surge = _pods(max_surge, replicas, round_up=True)
    unavailable = _pods(max_unavailable, replicas, round_up=False)
    if surge == 0 and unavailable == 0:
        unavailable = 1
    return RollingUpdate(surge, unavailable)


def rollout_seconds(
    maximum: int,
    max_surge: Amount,
    max_unavailable: Amount,
    start_seconds: int,
    grace_seconds: int,
    margin: int = 0,
) -> int:
    """The longest that a whole rollout at `maximum` pods takes: rounds x (start + grace) + margin.

    A round replaces as many pods as may be added and may be missing together. With 8 pods, no surge, one at a time,
    600 s of start-up and 45 s of grace: 5160 s, which is 86 minutes.
    """
    if maximum < 1:
        raise ValueError(f"a rollout needs at least one pod, not {maximum}")
    step = rolling_update(maximum, max_surge, max_unavailable)
    rounds = math.ceil(maximum / max(1, step.unavailable + step.surge))
    return rounds * (start_seconds + grace_seconds) + margin


def progress_deadline_seconds(start_seconds: int, grace_seconds: int) -> int:
    """`progressDeadlineSeconds`: more than one pod needs to make way and to start.

    The deadline starts anew at each step forward (Deployment documentation, "progressDeadlineSeconds"), so it covers
    one round and not the rollout. Twice the start-up budget leaves room for a pod that must be scheduled again.
    """
    return max(600, 2 * start_seconds + grace_seconds)


def health_check_seconds(rollout: int, progress_deadline: int, margin: int = 60) -> int:
    """How long to wait for a Deployment before giving up on it, in seconds.

    As long as a whole rollout may take, and long enough to see it marked as failed: who gives up before its
    `progressDeadlineSeconds` says "not ready in time" where the Deployment was about to say why.
    """
    return max(rollout, progress_deadline + margin)


def failure_threshold(budget_seconds: int, period_seconds: int) -> int:
    """The fewest failures of a start-up probe that outlast the budget: period x threshold >= budget, 1 or more."""
    return max(1, math.ceil(budget_seconds / period_seconds))


def grace_period_seconds(pre_stop_seconds: int, stops_within: int, margin: int = 5) -> int:
    """`terminationGracePeriodSeconds`: the preStop hook runs inside of it, then the application stops."""
    return pre_stop_seconds + stops_within + margin


def _pods(amount: Amount, replicas: int, *, round_up: bool) -> int:
    if isinstance(amount, int):
        return amount
    percent = PERCENT.fullmatch(amount)
    if percent is None:
        raise ValueError(f"{amount!r} is neither a number of pods nor a percentage such as '25%'")
    hundredths = int(percent[1]) * replicas
    return -(-hundredths // 100) if round_up else hundredths // 100
