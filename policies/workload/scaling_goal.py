"""Whether an autoscaler's fields do what is wanted of it: double above D per cent, shrink below S per cent.

Doubling above D: at D nothing grows; just above D, and at any load there is, one step goes from N pods to exactly 2N
(or to the maximum). Shrinking below S: at S nothing shrinks, just below S it does.

Source: kubernetes pkg/controller/podautoscaler: replica_calculator.go (the ratio, Tolerances.isWithin, which compares
64-bit floats) and horizontal.go (calculateScaleUpLimitWithScalingRules; calculateScaleUpLimit without `behavior`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from policies.workload.metric import Direction, Policy

DEFAULT_TOLERANCE = Fraction(1, 10)
CEILING = Fraction(100)
_SAMPLED = 100


class Place(Enum):
    """The field that a misfit is told at."""

    TARGET = "target"
    UP_TOLERANCE = "scaleUp.tolerance"
    UP_POLICIES = "scaleUp.policies"
    UP_SELECT = "scaleUp.selectPolicy"
    DOWN_TOLERANCE = "scaleDown.tolerance"
    DOWN_SELECT = "scaleDown.selectPolicy"
    GOAL = "the goal itself"


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why the goal is not met, as half a sentence, and where."""

    place: Place
    fact: str


@dataclass(frozen=True, slots=True)
class Scaling:
    """An autoscaler with one metric.

    `target` is in per cent; `step` the smallest difference that it sees: 1 of a resource's utilisation, 1/1000 of an
    average value. `capped`: the metric is never above 100. Bounds are numbers of pods.
    """

    target: Fraction
    step: Fraction
    capped: bool
    up: Direction
    down: Direction
    minimum: int
    maximum: int

    @property
    def grows_above(self) -> Fraction:
        return self.target * (1 + _tolerance(self.up))

    @property
    def shrinks_below(self) -> Fraction:
        return self.target * (1 - _tolerance(self.down))

    def grows_at(self, percent: Fraction) -> bool:
        return float(percent / self.target) > 1.0 + float(_tolerance(self.up))

    def shrinks_at(self, percent: Fraction) -> bool:
        return float(percent / self.target) < 1.0 - float(_tolerance(self.down))

    def wish(self, pods: int, percent: Fraction) -> int:
        """How many pods the metric asks for outside of the tolerance."""
        return math.ceil(float(percent / self.target) * float(pods))

    def limit(self, pods: int) -> int:
        """The most pods that one step may make of so many, with no other step in the policies' periods."""
        if self.up.select == "Disabled":
            return pods
        if not self.up.policies:
            return max(2 * pods, 4)
        choose = min if self.up.select == "Min" else max
        return max(pods, choose(_raised(policy, pods) for policy in self.up.policies))


def never_grows(scaling: Scaling) -> bool:
    """Whether a capped metric can't reach what growth needs."""
    return scaling.capped and not scaling.grows_at(CEILING)


def doubling_misfit(scaling: Scaling, double_above: int) -> Misfit | None:
    """Why the autoscaler does not double above so many per cent and only there; None where it does."""
    wanted = Fraction(double_above)
    if scaling.capped and wanted >= CEILING:
        return Misfit(Place.GOAL, f"its metric is never above 100, so it is never above {double_above}")
    if scaling.up.select == "Disabled":
        return Misfit(Place.UP_SELECT, "scaleUp is disabled")
    if scaling.grows_at(wanted):
        return Misfit(Place.UP_TOLERANCE, f"it grows above {shown(scaling.grows_above)} already")
    if not scaling.grows_at(wanted + scaling.step):
        never = ", which its metric never is" if never_grows(scaling) else ""
        return Misfit(Place.UP_TOLERANCE, f"it grows only above {shown(scaling.grows_above)}{never}")
    return next(_steps(scaling, wanted + scaling.step), None)


def shrinking_misfit(scaling: Scaling, shrink_below: int, double_above: int | None) -> Misfit | None:
    """Why the autoscaler does not shrink below so many per cent and only there; None where it does."""
    wanted = Fraction(shrink_below)
    if double_above is not None and 2 * shrink_below >= double_above:
        fact = f"doubling above {double_above} leaves {shown(Fraction(double_above, 2))}, which is not above it"
        return Misfit(Place.GOAL, fact)
    if scaling.down.select == "Disabled":
        return Misfit(Place.DOWN_SELECT, "scaleDown is disabled")
    if scaling.shrinks_at(wanted):
        return Misfit(Place.DOWN_TOLERANCE, f"it shrinks below {shown(scaling.shrinks_below)} already")
    if not scaling.shrinks_at(wanted - scaling.step):
        return Misfit(Place.DOWN_TOLERANCE, f"it shrinks only below {shown(scaling.shrinks_below)}")
    return None


def shown(percent: Fraction) -> str:
    """A number of per cent with at most four decimal places."""
    return f"{float(percent):.4f}".rstrip("0").rstrip(".")


def _steps(scaling: Scaling, just_above: Fraction) -> Iterator[Misfit]:
    for pods in _samples(max(1, scaling.minimum), scaling.maximum):
        double = min(2 * pods, scaling.maximum)
        limit = min(scaling.limit(pods), scaling.maximum)
        wish = scaling.wish(pods, just_above)
        if wish < double:
            ratio = shown(just_above / scaling.target)
            yield Misfit(Place.TARGET, f"just above that it asks for {ratio} times the pods, {wish} instead of {pods}")
        elif limit < double:
            yield Misfit(Place.UP_POLICIES, f"its policies let {pods} grow to {limit} in one step")
        elif (min(limit, scaling.wish(pods, CEILING)) if scaling.capped else limit) > double:
            most = min(limit, scaling.wish(pods, CEILING)) if scaling.capped else limit
            yield Misfit(Place.UP_POLICIES, f"its policies let {pods} grow to {most} in one step")


def _samples(minimum: int, maximum: int) -> list[int]:
    """Numbers of pods from which to grow: the lowest ones, and where the double meets the maximum."""
    low = range(minimum, min(maximum, minimum + _SAMPLED))
    high = (pods for pods in (maximum // 2, maximum // 2 + 1, maximum - 1) if minimum <= pods < maximum)
    return sorted({*low, *high})


def _tolerance(direction: Direction) -> Fraction:
    return DEFAULT_TOLERANCE if direction.tolerance is None else direction.tolerance


def _raised(policy: Policy, pods: int) -> int:
    if policy.type == "Pods":
        return pods + policy.value
    return math.ceil(float(pods) * (1 + float(policy.value) / 100))
