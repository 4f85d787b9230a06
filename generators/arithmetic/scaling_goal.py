"""What a person may want of an autoscaler, and which wishes none can grant."""

from __future__ import annotations

from dataclasses import dataclass

HIGHEST_GPU_TARGET = 90
LOWEST_CPU_TARGET = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """Percentages are whole numbers; `by` is "cpu" or "gpu". Either `target` or `double_above` is said, not both."""

    by: str
    target: int | None = None
    double_above: int | None = None
    shrink_below: int | None = None


class Refused(Exception):
    """The goal cannot be met. `reason` says why, `remedy` what to write instead; each is half a sentence."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}: {remedy}")


def refuse_unreachable(goal: Goal) -> None:
    """Raise Refused if no HorizontalPodAutoscaler does what `goal` says, whatever the version."""
    if goal.by not in ("cpu", "gpu"):
        raise Refused(f"nothing scales by {goal.by!r}", "write `by: cpu` or `by: gpu`")
    if goal.target is not None and goal.double_above is not None:
        raise Refused("`target` and `double_above` are two goals of growth", "write one of them")
    if goal.target is None and goal.double_above is None:
        raise Refused("nothing says when to grow", "write `target` or `double_above`")
    for name, percent in (
        ("target", goal.target),
        ("double_above", goal.double_above),
        ("shrink_below", goal.shrink_below),
    ):
        if percent is not None and not 1 <= percent <= 100:
            raise Refused(f"`{name}` is {percent}%", f"write a `{name}` of 1% to 100%")
    _refuse_what_cannot_grow(goal)
    _refuse_what_never_settles(goal)
    _refuse_shrinking_too_early(goal)


def _refuse_what_cannot_grow(goal: Goal) -> None:
    # A GPU is never more than 100 % busy, and the default tolerance holds up to 110 % of the target.
    if goal.by == "gpu" and goal.double_above == 100:
        raise Refused("a GPU is never above 100%, so `double_above: 100%` never doubles", "write at most 99%")
    if goal.by == "gpu" and goal.target is not None and goal.target > HIGHEST_GPU_TARGET:
        raise Refused(
            f"`target: {goal.target}%` never grows: that needs more than 110% of the target, and a GPU has 100%",
            f"write at most {HIGHEST_GPU_TARGET}%",
        )


def _refuse_what_never_settles(goal: Goal) -> None:
    # Utilisation of cpu is cut to a whole percent. Under 10 the cut is more than the tolerance, and one constant load
    # can ask for two different numbers of pods in turn: 24 % of one request with target 5 % is 4 pods, 5, 4, ...
    if goal.by == "cpu" and goal.target is not None and goal.target < LOWEST_CPU_TARGET:
        raise Refused(
            f"`target: {goal.target}%` of cpu is too coarse to settle: the autoscaler sees whole percents",
            f"write at least {LOWEST_CPU_TARGET}%, or a smaller request",
        )


def _refuse_shrinking_too_early(goal: Goal) -> None:
    if goal.shrink_below is None:
        return
    if goal.double_above is not None and 2 * goal.shrink_below > goal.double_above:
        raise Refused(
            f"`shrink_below: {goal.shrink_below}%` is above half of `double_above: {goal.double_above}%`, so that "
            "doubling would be undone",
            f"write at most {(goal.double_above - 1) // 2}%"
            if goal.double_above > 2
            else "write a higher `double_above`",
        )
    if goal.double_above is not None and 2 * goal.shrink_below == goal.double_above:
        raise Refused(
            f"`shrink_below: {goal.shrink_below}%` is not below the target, which is half of "
            f"`double_above: {goal.double_above}%`",
            f"write at most {goal.shrink_below - 1}%" if goal.shrink_below > 1 else "write a higher `double_above`",
        )
    if goal.target is not None and goal.shrink_below >= goal.target:
        raise Refused(
            f"`shrink_below: {goal.shrink_below}%` is not below `target: {goal.target}%`",
            f"write at most {goal.target - 1}%" if goal.target > 1 else "write a higher `target`",
        )
