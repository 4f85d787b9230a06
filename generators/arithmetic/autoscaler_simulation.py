"""What a HorizontalPodAutoscaler's controller does, step by step, with one metric and the fields of one object.

It follows the controller's own arithmetic, 64-bit floats and cut integers included, so that its trace can be laid
beside a real controller's. Sources, all kubernetes pkg/controller/podautoscaler (read at 1.33 to 1.37):

- `metrics/utilization.go`: GetResourceUtilizationRatio, GetMetricUsageRatio (`measured`).
- `replica_calculator.go`: GetResourceReplicas, calcPlainMetricReplicas, Tolerances.isWithin (`wished_replicas`).
- `horizontal.go`: reconcileAutoscaler (`Autoscaler.step`), stabilizeRecommendationWithBehaviors,
  convertDesiredReplicasWithBehaviorRate, calculateScaleUpLimitWithScalingRules, calculateScaleDownLimitWithBehaviors,
  getReplicasChangePerPeriod, storeScaleEvent.
- KEP-4951 for the tolerances.

Left out: several metrics, scaling to zero, and the grouping of pods by age (a pod counts as ready, unready or missing).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from generators.arithmetic.autoscaler_rules import History, ScalingRules, rules_of
from generators.arithmetic.autoscaling import Plan
from generators.arithmetic.tolerance import is_within

DEFAULT_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured. `unit` is how many of the controller's units one percent has: 1 for cpu, 1000 for gpu."""

    target: int  # in the controller's units
    unit: int
    up: float
    down: float

    @classmethod
    def of(cls, plan: Plan) -> Metric:
        """The metric of a plan's object."""
        unit = 1 if plan.by == "cpu" else 1000
        up, down = (float(text) if text else DEFAULT_TOLERANCE for text in (plan.up_tolerance, plan.down_tolerance))
        return cls(int(plan.target_average * unit), unit, up, down)


@dataclass(frozen=True, slots=True)
class Pods:
    """The pods at one moment: what each ready one uses, in percent of its request (cpu) or of its GPU; and the rest.

    Unready pods run and are not Ready yet; missing ones are ready and have no value. Every pod has the same request.
    """

    ready: tuple[Fraction, ...]
    unready: int = 0
    missing: int = 0


def measured(metric: Metric, values: Sequence[Fraction]) -> int:
    """The average in the controller's units, cut as its integer division cuts it."""
    if metric.unit == 1:
        return int(sum(values, Fraction(0)) / len(values))
    # Each value is a quantity read in thousandths, rounded up (Quantity.MilliValue); then the sum is divided.
    return sum(math.ceil(value * metric.unit) for value in values) // len(values)


def wished_replicas(metric: Metric, current: int, pods: Pods) -> int:
    """How many pods the metric asks for; `current` where it asks for no change or no ready pod has a value.

    Within the tolerance nothing changes. Outside, ceil(ratio x pods with a value). On the way up unready and missing
    pods count as idle; on the way down missing ones count as using their whole request (cpu) or exactly the target
    (gpu), and unready ones not at all. If that turns the direction round, or a change into none, nothing changes.
    """
    values = list(pods.ready)
    if not values:
        return current
    ratio = float(measured(metric, values)) / float(metric.target)
    rising_with_unready = pods.unready > 0 and ratio > 1.0
    if not rising_with_unready and not pods.missing:
        if is_within(ratio, metric.up, metric.down):
            return current
        # Only pods that are Ready count, and on the way down unready ones are not among them.
        return math.ceil(ratio * float(len(values)))
    if pods.missing and ratio < 1.0:
        assumed = Fraction(metric.target, metric.unit)
        values += [max(Fraction(100), assumed) if metric.unit == 1 else assumed] * pods.missing
    elif pods.missing and ratio > 1.0:
        values += [Fraction(0)] * pods.missing
    if rising_with_unready:
        values += [Fraction(0)] * pods.unready
    again = float(measured(metric, values)) / float(metric.target)
    if is_within(again, metric.up, metric.down) or (ratio < 1.0 < again) or (ratio > 1.0 > again):
        return current
    wish = math.ceil(again * float(len(values)))
    if (again < 1.0 and wish > current) or (again > 1.0 and wish < current):
        return current
    return wish


@dataclass(slots=True)
class Autoscaler:
    """One object and what the controller remembers of it. Times are seconds and must not go back."""

    metric: Metric
    up: ScalingRules
    down: ScalingRules
    minimum: int
    maximum: int
    recommendations: list[tuple[float, int]] = field(default_factory=list)
    history: History = field(default_factory=History)

    @classmethod
    def of(cls, plan: Plan, minimum: int, maximum: int) -> Autoscaler:
        """The object that a plan makes, with its bounds, fresh."""
        behavior: Mapping[str, Any] = plan.behavior
        return cls(Metric.of(plan), rules_of(behavior["scaleUp"]), rules_of(behavior["scaleDown"]), minimum, maximum)

    def step(self, now: float, current: int, pods: Pods) -> int:
        """One round of the controller: the number of pods to run from `now` on.

        Above the maximum or below the minimum it jumps to that bound, whatever the policies say; at zero it is off.
        Where no ready pod has a value the round ends there: nothing changes, and nothing is remembered of a wish.
        """
        if not self.recommendations:
            self.recommendations.append((now, current))
        if current == 0:
            return 0
        if current > self.maximum:
            wanted = self.maximum
        elif current < self.minimum:
            wanted = self.minimum
        elif not pods.ready:
            return current
        else:
            wished = wished_replicas(self.metric, current, pods)
            wanted = self._limited(now, current, self._stabilised(now, current, wished))
        if wanted != current:
            self.history.record(now, current, wanted, self.up, self.down)
        return wanted

    def _stabilised(self, now: float, current: int, wished: int) -> int:
        """Grow to the least, shrink to the most that was wished in the window of each direction, `wished` included."""
        least = min([wished, *(r for t, r in self.recommendations if t > now - self.up.window)])
        most = max([wished, *(r for t, r in self.recommendations if t > now - self.down.window)])
        oldest_used = now - max(self.up.window, self.down.window)
        self.recommendations = [(t, r) for t, r in self.recommendations if t >= oldest_used]
        self.recommendations.append((now, wished))
        return min(max(current, least), most)

    def _limited(self, now: float, current: int, wanted: int) -> int:
        if wanted > current:
            limit = max(current, self.up.limit_up(self.history, now, current))
            return min(wanted, limit, self.maximum)
        if wanted < current:
            limit = min(current, self.down.limit_down(self.history, now, current))
            return max(wanted, limit, self.minimum)
        return wanted
