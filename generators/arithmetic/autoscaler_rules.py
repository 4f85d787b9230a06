"""How far one step of an autoscaler may go: the policies of `behavior` over what changed in their periods.

Source: kubernetes pkg/controller/podautoscaler/horizontal.go (calculateScaleUpLimitWithScalingRules,
calculateScaleDownLimitWithBehaviors, getReplicasChangePerPeriod, storeScaleEvent).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: `value` pods or percent in `period` seconds."""

    type: str
    value: int
    period: int


@dataclass(slots=True)
class History:
    """The changes that the controller made, as (time, pods). It forgets them when it restarts."""

    added: list[tuple[float, int]] = field(default_factory=list)
    removed: list[tuple[float, int]] = field(default_factory=list)

    def record(self, now: float, before: int, after: int, up: ScalingRules, down: ScalingRules) -> None:
        """Remember a change, in the place of one that is older than the longest period of its own direction."""
        events, rules = (self.added, up) if after > before else (self.removed, down)
        outdated = [index for index, (time, _) in enumerate(events) if time < now - rules.longest_period]
        if outdated:
            events[outdated[-1]] = (now, abs(after - before))
        else:
            events.append((now, abs(after - before)))

    def at_start(self, now: float, period: int, current: int) -> int:
        """How many pods ran when the period began: current - added + removed since."""
        added, removed = (sum(n for t, n in events if t > now - period) for events in (self.added, self.removed))
        return current - added + removed


@dataclass(frozen=True, slots=True)
class ScalingRules:
    """`behavior.scaleUp` or `behavior.scaleDown`: window in seconds, Max, Min or Disabled, and at least one policy."""

    window: int
    select: str
    policies: tuple[Policy, ...]

    @property
    def longest_period(self) -> int:
        """The longest period of the policies, in seconds."""
        return max(policy.period for policy in self.policies)

    def limit_up(self, history: History, now: float, current: int) -> int:
        """The most pods that the policies allow. A percentage is rounded up, or one pod could never become two."""
        if self.select == "Disabled":
            return current
        choose = min if self.select == "Min" else max
        return choose(_raised(policy, history.at_start(now, policy.period, current)) for policy in self.policies)

    def limit_down(self, history: History, now: float, current: int) -> int:
        """The fewest pods that the policies allow. What a percentage leaves is cut to a whole number."""
        if self.select == "Disabled":
            return current
        choose = max if self.select == "Min" else min
        return choose(_lowered(policy, history.at_start(now, policy.period, current)) for policy in self.policies)


def rules_of(block: Mapping[str, Any]) -> ScalingRules:
    """The rules of one direction, from the object's complete block."""
    policies = tuple(Policy(entry["type"], entry["value"], entry["periodSeconds"]) for entry in block["policies"])
    return ScalingRules(block["stabilizationWindowSeconds"], block["selectPolicy"], policies)


def _raised(policy: Policy, base: int) -> int:
    if policy.type == "Pods":
        return base + policy.value
    return math.ceil(float(base) * (1 + float(policy.value) / 100))


def _lowered(policy: Policy, base: int) -> int:
    if policy.type == "Pods":
        return base - policy.value
    return int(float(base) * (1 - float(policy.value) / 100))
