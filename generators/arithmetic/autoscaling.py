"""From what people want of scaling to the fields of an autoscaling/v2 HorizontalPodAutoscaler that gets it.

What the words mean, on what the autoscaler measures (cpu: a whole percentage of the requests, cut; gpu: an average of
0..100 in thousandths of a percent, cut):

- `target` T: Kubernetes' own utilisation scaling, with its default tolerance of a tenth.
- `double_above` D: above D the pods double, at D and below they do not grow. The target is half of D, so that the wish
  is at least twice what runs; a tolerance keeps the autoscaler still up to D; the policies cut the wish to the double.
  A step never more than doubles, and never to more than twice what ran 60 seconds earlier.
- `shrink_below` S: below S the pods shrink to as many as bring the average back to the target, never under the minimum;
  at S and above they do not shrink.

Each scale-down takes away at most half (what stays is rounded down) of what ran 60 seconds earlier, and waits until
nothing asked for more in the last 300 seconds.

Source: kubernetes pkg/controller/podautoscaler (replica_calculator.go, horizontal.go), KEP-4951 (tolerance: on by
default from 1.35).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from generators.arithmetic.scaling_goal import Goal, Refused, refuse_unreachable
from generators.arithmetic.tolerance import Side, tolerance_between

TOLERANCE_SINCE = (1, 35)
MEASURED_STEP = {"cpu": Fraction(1), "gpu": Fraction(1, 1000)}
"""The smallest difference, in percent, that the autoscaler sees."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The fields that meet a goal. Tolerances are quantities as written in the object; None is Kubernetes' default."""

    by: str
    target_average: Fraction  # percent; whole for cpu
    up_tolerance: str | None
    down_tolerance: str | None
    doubles: bool

    @property
    def target(self) -> dict[str, Any]:
        """The metric's `target`: `averageUtilization` for cpu, `averageValue` of a Pods metric for gpu."""
        if self.by == "cpu":
            return {"type": "Utilization", "averageUtilization": int(self.target_average)}
        whole = self.target_average.denominator == 1
        value = str(self.target_average) if whole else f"{int(self.target_average * 1000)}m"
        return {"type": "AverageValue", "averageValue": value}

    @property
    def behavior(self) -> dict[str, Any]:
        """The object's `behavior`, complete, in Kubernetes' order. Without doubling, scaleUp says the defaults."""
        if self.doubles:
            up = _rules(0, "Min", (("Percent", 100, 60), ("Percent", 100, 1)), self.up_tolerance)
        else:
            up = _rules(0, "Max", (("Percent", 100, 15), ("Pods", 4, 15)), self.up_tolerance)
        return {"scaleUp": up, "scaleDown": _rules(300, "Max", (("Percent", 50, 60),), self.down_tolerance)}


@lru_cache(maxsize=1024)  # the components of a platform have few goals, and each is asked for in every environment
def plan(goal: Goal, version: tuple[int, int]) -> Plan:
    """The fields that meet `goal` on Kubernetes `version` (major, minor). Refused if it cannot be met exactly."""
    refuse_unreachable(goal)
    step = MEASURED_STEP[goal.by]
    up = None
    if goal.double_above is not None:
        # averageUtilization is whole: an odd cpu goal takes the next one up, where D + 1 is exactly twice the target.
        average = Fraction(goal.double_above + (goal.double_above % 2 if goal.by == "cpu" else 0), 2)
        highest = Fraction(goal.double_above)
        up = tolerance_between(highest / average, (highest + step) / average, Side.UP)
    else:
        average = Fraction(goal.target or 0)
    down = None
    if goal.shrink_below is not None:
        lowest = Fraction(goal.shrink_below)
        down = tolerance_between(lowest / average, (lowest - step) / average, Side.DOWN)
    if version < TOLERANCE_SINCE and (up or down):
        raise Refused(
            f"`{'double_above' if up else 'shrink_below'}` needs an autoscaler's tolerance, which Kubernetes "
            f"{version[0]}.{version[1]} does not have",
            'run Kubernetes 1.35 or later and write kubernetes: "1.35", or write `target` alone',
        )
    return Plan(goal.by, average, up, down, goal.double_above is not None)


def _rules(
    window: int, select: str, policies: tuple[tuple[str, int, int], ...], tolerance: str | None
) -> dict[str, Any]:
    rules: dict[str, Any] = {
        "stabilizationWindowSeconds": window,
        "selectPolicy": select,
        "policies": [{"type": kind, "value": value, "periodSeconds": period} for kind, value, period in policies],
    }
    if tolerance is not None:
        rules["tolerance"] = tolerance
    return rules
