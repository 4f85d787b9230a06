"""Which components of an environment scale, by what goal, and loads on both sides of each bound of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generators.arithmetic.autoscaling import Plan, plan
from generators.arithmetic.scaling_goal import Goal
from generators.objects.horizontal_pod_autoscaler import GPU_METRIC
from generators.platform.values import Component, Environment, Platform, Sourced
from manifests.quantity import parse_quantity

_ABOVE = 5


@dataclass(frozen=True, slots=True)
class Scaled:
    """A component with an autoscaler. `request` is its CPU in thousandths of a core."""

    component: str
    goal: Goal
    plan: Plan
    minimum: int
    maximum: int
    request: int

    @property
    def metric(self) -> str:
        return "cpu" if self.goal.by == "cpu" else GPU_METRIC

    @property
    def target(self) -> float:
        """The average at which nothing moves, in percent."""
        return float(self.plan.target_average)

    @property
    def highest(self) -> float:
        """A load at which everything grows: of a GPU nearly all, of CPU three times what is requested."""
        return 99.0 if self.goal.by == "gpu" else 300.0

    def at_most(self, percent: int) -> float:
        """The highest load that is measured as `percent` or less. CPU is measured in whole thousandths of a core."""
        return percent if self.goal.by == "gpu" else (percent * self.request // 100) * 100 / self.request

    def at_least(self, percent: int) -> float:
        """The lowest load that is measured as `percent` or more."""
        return percent if self.goal.by == "gpu" else math.ceil(percent * self.request / 100) * 100 / self.request

    def below(self, percent: int) -> float:
        """A load just below: of a GPU a whole percent, of CPU a thousandth of a core."""
        if self.goal.by == "gpu":
            return percent - 1
        return (math.ceil(percent * self.request / 100) - 1) * 100 / self.request

    def above(self, percent: int) -> float:
        """A load clearly above, and possible: 85 where the bound is 80."""
        return self.at_least(percent + _ABOVE) if self.goal.by == "cpu" else min(percent + _ABOVE, 100)


def all_scaled(platform: Platform, environment: Environment) -> tuple[Scaled, ...]:
    """Those of an environment, sorted by name."""
    found = (_scaled(component, platform) for component in environment.components)
    return tuple(each for each in found if each is not None)


def scaled_components(platform: Platform, environment: Environment) -> tuple[Scaled, ...]:
    """Those that have room to move, sorted by name. Where several scale alike, one of them stands for all."""
    found: dict[tuple[Goal, int, int], Scaled] = {}
    for each in all_scaled(platform, environment):
        if each.minimum < each.maximum and each.component not in _old_names(environment):
            found.setdefault((each.goal, each.minimum, each.maximum), each)
    return tuple(found.values())


def doubling(minimum: int, maximum: int) -> list[int]:
    """How many run, one doubling after the other, up to the maximum: 2, 4, 8."""
    steps = [minimum]
    while steps[-1] < maximum:
        steps.append(min(2 * steps[-1], maximum))
    return steps


def resting(ratio: float, replicas: int, minimum: int) -> int:
    """Where a constant metric below its bound leaves the pods: it asks for less until the rounding up holds it."""
    while replicas > minimum and math.ceil(ratio * replicas) < replicas:
        replicas = max(math.ceil(ratio * replicas), minimum)
    return replicas


def _scaled(component: Component, platform: Platform) -> Scaled | None:
    scale = component.scale
    if scale is None:
        return None
    goal = Goal(scale.by, _plain(scale.target), _plain(scale.double_above), _plain(scale.shrink_below))
    said = component.resources.requests.cpu
    request = int(parse_quantity(said.value).amount * 1000) if said is not None else 0
    fields = plan(goal, (platform.kubernetes.major, platform.kubernetes.minor))
    return Scaled(component.name, goal, fields, scale.minimum.value, scale.maximum.value, request)


def _old_names(environment: Environment) -> set[str]:
    return {each.name for each in environment.components if each.successor is not None}


def _plain(percent: Sourced[int] | None) -> int | None:
    return None if percent is None else percent.value
