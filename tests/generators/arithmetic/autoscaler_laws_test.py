"""For any goal that is accepted, any load and any history, the documented algorithm does what the words mean."""

import math
from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.arithmetic.autoscaler_simulation import Autoscaler, Pods, measured, wished_replicas
from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal

PERIOD = 60


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    """Any goal that is accepted on a version with tolerances."""
    by = draw(st.sampled_from(("cpu", "gpu")))
    if draw(st.booleans()):
        double = draw(st.integers(1, 100 if by == "cpu" else 99))
        shrinks = st.integers(1, (double - 1) // 2) if double > 2 else st.nothing()
        return Goal(by, None, double, draw(st.none() | shrinks))
    target = draw(st.integers(10, 100) if by == "cpu" else st.integers(1, 90))
    shrinks = st.integers(1, target - 1) if target > 1 else st.nothing()
    return Goal(by, target, None, draw(st.none() | shrinks))


@st.composite
def bounds(draw: st.DrawFn) -> tuple[int, int]:
    minimum = draw(st.integers(1, 12))
    return minimum, draw(st.integers(minimum, 60))


@dataclass
class Clock:
    """How many pods ran when, kept apart from what the autoscaler remembers."""

    counts: list[tuple[float, int]] = field(default_factory=list)

    def at(self, time: float) -> int:
        return next((count for since, count in reversed(self.counts) if since <= time), self.counts[0][1])


def loads(by: str) -> st.SearchStrategy[Fraction]:
    highest = 100_000 if by == "gpu" else 400_000
    exact = st.integers(0, highest // 1000).map(Fraction)
    return exact | st.integers(0, highest).map(lambda n: Fraction(n, 1000)) | st.fractions(0, highest // 1000)


@settings(max_examples=400, deadline=None)
@given(st.data(), goals(), bounds())
def test_every_step_of_any_history_keeps_the_goal(data: st.DataObject, goal: Goal, bound: tuple[int, int]) -> None:
    fields = plan(goal, (1, 35))
    minimum, maximum = bound
    autoscaler = Autoscaler.of(fields, minimum, maximum)
    unit = autoscaler.metric.unit
    now, current = 0.0, data.draw(st.integers(minimum, maximum))
    clock = Clock([(now, current)])
    for _ in range(data.draw(st.integers(1, 12))):
        now += data.draw(st.sampled_from((1, 15, 15, 59, 60, 61, 299, 300, 301)))
        average = data.draw(loads(goal.by))
        ready = (average,) * current
        seen = measured(autoscaler.metric, ready)
        wished = wished_replicas(autoscaler.metric, current, Pods(ready))
        after = autoscaler.step(now, current, Pods(ready))

        assert minimum <= after <= maximum
        ran = clock.at(now - PERIOD)
        assert after >= min(current, ran // 2)  # at most half goes in 60 s: what stays is rounded down
        if goal.double_above is not None and seen <= goal.double_above * unit:
            assert after <= current
        if goal.double_above is not None and seen > goal.double_above * unit:
            assert wished >= 2 * current
            assert after == max(current, min(2 * current, 2 * ran, maximum))
        if goal.shrink_below is not None and seen >= goal.shrink_below * unit:
            assert after >= current
        if goal.shrink_below is not None and seen < goal.shrink_below * unit:
            assert brings_back(wished, current, Fraction(seen, autoscaler.metric.target))
            assert wished <= after or after == maximum
            assert after <= current
        if after != current:
            clock.counts.append((now, after))
        current = after


def brings_back(wished: int, current: int, ratio: Fraction) -> bool:
    """ceil(sum / target). The controller multiplies floats, so that a whole number may come out one higher."""
    exact = ratio * current
    return wished == math.ceil(exact) or (exact.denominator == 1 and wished == exact + 1)


@settings(max_examples=200, deadline=None)
@given(goals().filter(lambda goal: goal.shrink_below is not None), bounds(), st.data())
def test_a_lasting_low_load_shrinks_to_the_wish_or_half_or_the_minimum(
    goal: Goal, bound: tuple[int, int], data: st.DataObject
) -> None:
    assert goal.shrink_below is not None
    minimum, maximum = bound
    autoscaler = Autoscaler.of(plan(goal, (1, 35)), minimum, maximum)
    current = data.draw(st.integers(minimum, maximum))
    average = data.draw(st.integers(0, goal.shrink_below * 1000 - 1).map(lambda n: Fraction(n, 1000)))
    pods = Pods((average,) * current)
    for now in range(0, 300, 15):
        assert autoscaler.step(float(now), current, pods) == current  # the window: nothing yet
    wished = wished_replicas(autoscaler.metric, current, pods)
    assert autoscaler.step(300.0, current, pods) == max(minimum, wished, current // 2)


@settings(max_examples=300, deadline=None)
@given(goals(), bounds(), st.data())
def test_a_constant_load_settles_for_good(goal: Goal, bound: tuple[int, int], data: st.DataObject) -> None:
    minimum, maximum = bound
    autoscaler = Autoscaler.of(plan(goal, (1, 35)), minimum, maximum)
    current = data.draw(st.integers(minimum, maximum))
    each = data.draw(loads(goal.by))
    total = each * current
    trace = []
    for minute in range(90):
        share = total / current
        share = min(share, Fraction(100)) if goal.by == "gpu" else share
        current = autoscaler.step(60.0 * minute, current, Pods((share,) * current))
        trace.append(current)
    assert len(set(trace[-50:])) == 1


@settings(max_examples=200, deadline=None)
@given(goals(), st.data(), st.integers(0, 20), st.integers(0, 20))
def test_pods_that_start_or_say_nothing_never_make_it_grow_at_or_below_the_goal(
    goal: Goal, data: st.DataObject, unready: int, missing: int
) -> None:
    autoscaler = Autoscaler.of(plan(goal, (1, 35)), 1, 1000)
    values = tuple(data.draw(st.lists(loads(goal.by), min_size=1, max_size=10)))
    current = len(values) + unready + missing
    after = autoscaler.step(0.0, current, Pods(values, unready, missing))
    assert after <= max(2 * current, current + 4)
    if goal.double_above is not None:
        assert after <= 2 * current
        if measured(autoscaler.metric, values) <= goal.double_above * autoscaler.metric.unit:
            assert after <= current
    assert after >= current  # the window holds every first step down
