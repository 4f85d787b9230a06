"""The simulation against what a real controller was seen to do, and against the controller's own rules."""

from fractions import Fraction

import pytest

from generators.arithmetic.autoscaler_rules import History, Policy, ScalingRules
from generators.arithmetic.autoscaler_simulation import Autoscaler, Metric, Pods, measured, wished_replicas
from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal

MODEL = plan(Goal("gpu", None, 80, 30), (1, 35))
BACKEND = plan(Goal("cpu", 60, None, 30), (1, 35))


def evenly(percent: int, count: int) -> Pods:
    return Pods((Fraction(percent),) * count)


@pytest.mark.parametrize(
    ("percent", "replicas", "expected"),
    [
        pytest.param(79, 2, 2, id="79 % holds"),
        pytest.param(80, 2, 2, id="80 % itself holds"),
        pytest.param(85, 2, 4, id="85 % doubles"),
        pytest.param(85, 4, 8, id="again"),
        pytest.param(85, 10, 16, id="the maximum cuts"),
    ],
)
def test_the_model_as_seen_on_a_live_controller(percent: int, replicas: int, expected: int) -> None:
    assert Autoscaler.of(MODEL, 2, 16).step(0.0, replicas, evenly(percent, replicas)) == expected


def test_backend_wishes_as_seen_on_a_live_controller() -> None:
    metric = Metric.of(BACKEND)
    assert [wished_replicas(metric, 10, evenly(percent, 10)) for percent in (31, 30, 29)] == [10, 10, 5]


def test_right_after_a_scale_down_a_step_still_only_doubles() -> None:
    autoscaler = Autoscaler.of(MODEL, 1, 16)
    autoscaler.history.removed.append((100.0, 14))
    assert autoscaler.step(106.0, 2, evenly(85, 2)) == 4
    assert autoscaler.step(107.0, 4, evenly(85, 4)) == 8


def test_right_after_the_lift_to_the_minimum_nothing_doubles_for_a_minute() -> None:
    autoscaler = Autoscaler.of(MODEL, 2, 8)
    assert autoscaler.step(0.0, 1, evenly(85, 1)) == 2
    assert autoscaler.step(59.0, 2, evenly(85, 2)) == 2
    assert autoscaler.step(60.0, 2, evenly(85, 2)) == 4


def test_a_doubling_waits_for_the_minute() -> None:
    autoscaler = Autoscaler.of(MODEL, 2, 16)
    assert [autoscaler.step(now, n, evenly(85, n)) for now, n in ((0.0, 2), (15.0, 4), (59.0, 4), (60.0, 4))] == [
        4,
        4,
        4,
        8,
    ]


def test_pods_that_load_their_model_do_not_run_away() -> None:
    autoscaler = Autoscaler.of(MODEL, 2, 16)
    assert autoscaler.step(0.0, 2, evenly(95, 2)) == 4
    loading = Pods((Fraction(95), Fraction(95)), unready=2)
    assert [autoscaler.step(60.0 + 15 * n, 4, loading) for n in range(10)] == [4] * 10


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        pytest.param(Pods((Fraction(200),) * 2, missing=2), 7, id="on the way up a silent pod is idle"),
        pytest.param(Pods((Fraction(10),) * 2, missing=2), 4, id="on the way down it uses its whole request"),
        pytest.param(Pods((Fraction(10),) * 2, unready=2), 1, id="on the way down an unready pod does not count"),
        pytest.param(Pods(()), 4, id="without any value nothing changes"),
    ],
)
def test_pods_without_a_value(pods: Pods, expected: int) -> None:
    assert wished_replicas(Metric.of(BACKEND), 4, pods) == expected


def test_cpu_is_cut_to_a_percent_and_gpu_to_a_thousandth() -> None:
    assert measured(Metric.of(BACKEND), [Fraction(80), Fraction(81)]) == 80
    assert measured(Metric.of(MODEL), [Fraction(80), Fraction(81), Fraction(81)]) == 80_666


def test_the_bounds_hold_whatever_the_policies_say() -> None:
    assert Autoscaler.of(MODEL, 2, 8).step(0.0, 20, evenly(85, 20)) == 8
    assert Autoscaler.of(MODEL, 6, 8).step(0.0, 1, evenly(1, 1)) == 6
    assert Autoscaler.of(MODEL, 2, 8).step(0.0, 0, Pods(())) == 0


@pytest.mark.parametrize(("select", "up", "down"), [("Max", 20, 2), ("Min", 12, 5), ("Disabled", 10, 10)])
def test_policies_are_chosen_as_they_say(select: str, up: int, down: int) -> None:
    up_rules = ScalingRules(0, select, (Policy("Percent", 100, 60), Policy("Pods", 2, 60)))
    down_rules = ScalingRules(0, select, (Policy("Percent", 50, 60), Policy("Pods", 8, 60)))
    assert up_rules.limit_up(History(), 0.0, 10) == up
    assert down_rules.limit_down(History(), 0.0, 10) == down


def test_a_period_ends_exactly_when_it_is_over() -> None:
    history = History(added=[(0.0, 3)], removed=[(10.0, 1)])
    assert [history.at_start(now, 60, 8) for now in (59.0, 60.0, 70.0)] == [6, 9, 8]


def test_rounds_without_any_value_change_nothing_and_are_no_wish_to_stay() -> None:
    autoscaler = Autoscaler.of(MODEL, 2, 8)
    assert autoscaler.step(0.0, 8, evenly(50, 8)) == 8
    assert [autoscaler.step(float(now), 8, Pods((), missing=8)) for now in range(15, 315, 15)] == [8] * 20
    assert autoscaler.step(315.0, 8, evenly(10, 8)) == 4
