"""The fields that a goal becomes, and that their tolerances decide exactly where the goal says."""

from fractions import Fraction
from itertools import product

import pytest

from generators.arithmetic.autoscaling import MEASURED_STEP, Plan, plan
from generators.arithmetic.scaling_goal import Goal, Refused
from generators.arithmetic.tolerance import is_within, readings

VERSION = (1, 35)


def every_plan() -> list[tuple[Goal, Plan]]:
    percents = (None, *range(1, 101))
    found = []
    for by, (target, double), shrink in product(
        ("cpu", "gpu"), [(None, d) for d in percents] + [(t, None) for t in percents], percents
    ):
        goal = Goal(by, target, double, shrink)
        try:
            found.append((goal, plan(goal, VERSION)))
        except Refused:
            continue
    return found


PLANS = every_plan()


@pytest.mark.parametrize(
    ("goal", "target", "up", "down"),
    [
        pytest.param(Goal("gpu", None, 80, 30), {"averageValue": "40"}, "1.0", "0.25", id="the shipped model"),
        pytest.param(Goal("cpu", 60, None, 30), {"averageUtilization": 60}, None, "0.5", id="the shipped backend"),
        pytest.param(Goal("cpu", 60), {"averageUtilization": 60}, None, None, id="the shipped frontend"),
        pytest.param(Goal("gpu", None, 75), {"averageValue": "37500m"}, "1.0", None, id="half of an odd GPU goal"),
        pytest.param(
            Goal("cpu", None, 75),
            {"averageUtilization": 38},
            "0.99",
            None,
            id="an odd cpu goal: 75 holds, 76 is twice 38",
        ),
        pytest.param(Goal("cpu", 60, None, 20), {"averageUtilization": 60}, None, "0.67", id="a third has no decimal"),
        pytest.param(
            Goal("cpu", 60, None, 18), {"averageUtilization": 60}, None, "0.71", id="0.7 would shrink at 18 %"
        ),
        pytest.param(Goal("gpu", 60, None, 18), {"averageValue": "60"}, None, "0.70001", id="the same, in thousandths"),
    ],
)
def test_a_goal_becomes_these_fields(goal: Goal, target: dict[str, object], up: str | None, down: str | None) -> None:
    fields = plan(goal, VERSION)
    assert fields.target == {"type": "Utilization" if goal.by == "cpu" else "AverageValue", **target}
    assert (fields.up_tolerance, fields.down_tolerance) == (up, down)


def test_the_behavior_of_the_shipped_model_is_complete_and_in_kubernetes_order() -> None:
    behavior = plan(Goal("gpu", None, 80, 30), VERSION).behavior
    assert list(behavior) == ["scaleUp", "scaleDown"]
    assert [list(rules) for rules in behavior.values()] == [
        ["stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance"]
    ] * 2
    assert behavior == {
        "scaleUp": {
            "stabilizationWindowSeconds": 0,
            "selectPolicy": "Min",
            "policies": [
                {"type": "Percent", "value": 100, "periodSeconds": 60},
                {"type": "Percent", "value": 100, "periodSeconds": 1},
            ],
            "tolerance": "1.0",
        },
        "scaleDown": {
            "stabilizationWindowSeconds": 300,
            "selectPolicy": "Max",
            "policies": [{"type": "Percent", "value": 50, "periodSeconds": 60}],
            "tolerance": "0.25",
        },
    }


def test_a_plain_target_says_the_defaults_of_kubernetes() -> None:
    assert plan(Goal("cpu", 60), (1, 33)).behavior["scaleUp"] == {
        "stabilizationWindowSeconds": 0,
        "selectPolicy": "Max",
        "policies": [
            {"type": "Percent", "value": 100, "periodSeconds": 15},
            {"type": "Pods", "value": 4, "periodSeconds": 15},
        ],
    }


def test_the_scale_down_window_covers_its_period() -> None:
    # Else pods added within the period are taken off the base, and more than half may go at once.
    for _, fields in PLANS:
        down = fields.behavior["scaleDown"]
        assert down["stabilizationWindowSeconds"] >= max(policy["periodSeconds"] for policy in down["policies"])


def test_every_tolerance_decides_where_the_goal_says_however_its_text_is_read() -> None:
    assert len(PLANS) > 10_000
    for goal, fields in PLANS:
        step = MEASURED_STEP[goal.by]
        for tolerance in all_readings(fields.up_tolerance):
            assert goal.double_above is not None
            assert is_within(float(goal.double_above / fields.target_average), tolerance, 1.0), goal
            assert not is_within(float((goal.double_above + step) / fields.target_average), tolerance, 1.0), goal
        for tolerance in all_readings(fields.down_tolerance):
            assert goal.shrink_below is not None
            assert is_within(float(goal.shrink_below / fields.target_average), 1.0, tolerance), goal
            assert not is_within(float((goal.shrink_below - step) / fields.target_average), 1.0, tolerance), goal


def test_the_wish_above_a_goal_of_doubling_is_at_least_the_double() -> None:
    for goal, fields in PLANS:
        if goal.double_above is not None:
            assert goal.double_above + MEASURED_STEP[goal.by] >= 2 * fields.target_average, goal


def all_readings(text: str | None) -> frozenset[float]:
    if text is None:
        return frozenset()
    places = len(text.partition(".")[2])
    return readings(int(Fraction(text) * 10**places), places)
