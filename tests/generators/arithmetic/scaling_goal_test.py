"""Which goals are accepted: exactly those of the sentence below, each refusal with a reason and a way out."""

from itertools import product

import pytest

from generators.arithmetic.autoscaling import Plan, plan
from generators.arithmetic.scaling_goal import Goal, Refused

PERCENTS = (None, *range(-1, 103))


def reachable(goal: Goal) -> bool:
    """One goal of growth, percentages of 1..100, growth possible, shrinking below the target, cpu not too coarse."""
    said = [percent for percent in (goal.target, goal.double_above, goal.shrink_below) if percent is not None]
    if not all(1 <= percent <= 100 for percent in said) or (goal.target is None) == (goal.double_above is None):
        return False
    if goal.target is not None:
        shrinks = goal.shrink_below is None or goal.shrink_below < goal.target
        return shrinks and (goal.target >= 10 if goal.by == "cpu" else goal.target <= 90)
    assert goal.double_above is not None
    shrinks = goal.shrink_below is None or 2 * goal.shrink_below < goal.double_above
    return shrinks and (goal.by == "cpu" or goal.double_above < 100)


def planned(goal: Goal, version: tuple[int, int]) -> Plan | None:
    try:
        return plan(goal, version)
    except Refused:
        return None


@pytest.mark.parametrize("by", ["cpu", "gpu"])
def test_every_goal_is_met_or_refused_as_the_sentence_says(by: str) -> None:
    pairs = [(None, d) for d in PERCENTS] + [(t, None) for t in PERCENTS] + [(60, 80)]
    for (target, double), shrink in product(pairs, PERCENTS):
        goal = Goal(by, target, double, shrink)
        assert (planned(goal, (1, 35)) is not None) == reachable(goal), goal


@pytest.mark.parametrize("version", [(1, 33), (1, 34)])
def test_without_tolerance_only_a_plain_target_is_met(version: tuple[int, int]) -> None:
    for target, double, shrink in ((60, None, None), (60, None, 30), (None, 80, None), (None, 80, 30)):
        accepted = planned(Goal("cpu", target, double, shrink), version) is not None
        assert accepted == (double is None and shrink is None)


@pytest.mark.parametrize(
    ("goal", "text"),
    [
        pytest.param(
            Goal("gpu", double_above=80, shrink_below=45),
            "`shrink_below: 45%` is above half of `double_above: 80%`, so that doubling would be undone: "
            "write at most 39%",
            id="shrinking above half of doubling",
        ),
        pytest.param(
            Goal("gpu", double_above=80, shrink_below=40),
            "`shrink_below: 40%` is not below the target, which is half of `double_above: 80%`: write at most 39%",
            id="shrinking at the target",
        ),
        pytest.param(
            Goal("cpu", target=60, shrink_below=60),
            "`shrink_below: 60%` is not below `target: 60%`: write at most 59%",
            id="shrinking at a plain target",
        ),
        pytest.param(
            Goal("gpu", double_above=100),
            "a GPU is never above 100%, so `double_above: 100%` never doubles: write at most 99%",
            id="a GPU above 100 %",
        ),
        pytest.param(
            Goal("gpu", target=95),
            "`target: 95%` never grows: that needs more than 110% of the target, and a GPU has 100%: write at most 90%",
            id="a GPU target that its ceiling hides",
        ),
        pytest.param(
            Goal("cpu", target=5),
            "`target: 5%` of cpu is too coarse to settle: the autoscaler sees whole percents: "
            "write at least 10%, or a smaller request",
            id="a cpu target of a few percents",
        ),
        pytest.param(Goal("cpu", target=0), "`target` is 0%: write a `target` of 1% to 100%", id="nought per cent"),
        pytest.param(
            Goal("cpu", 60, 80),
            "`target` and `double_above` are two goals of growth: write one of them",
            id="two goals",
        ),
        pytest.param(
            Goal("cpu", shrink_below=30),
            "nothing says when to grow: write `target` or `double_above`",
            id="no goal of growth",
        ),
        pytest.param(
            Goal("memory", 60), "nothing scales by 'memory': write `by: cpu` or `by: gpu`", id="another metric"
        ),
    ],
)
def test_a_refusal_says_why_and_what_to_write(goal: Goal, text: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(goal, (1, 35))
    assert str(refused.value) == text


def test_an_old_version_is_named_with_the_way_out() -> None:
    with pytest.raises(Refused) as refused:
        plan(Goal("gpu", double_above=80), (1, 34))
    assert str(refused.value) == (
        "`double_above` needs an autoscaler's tolerance, which Kubernetes 1.34 does not have: "
        'run Kubernetes 1.35 or later and write kubernetes: "1.35", or write `target` alone'
    )
