"""Which loads lie on which side of a bound, as an autoscaler measures them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal
from tests.cluster.scaling.scaled import Scaled, doubling, resting


def cpu(request: int) -> Scaled:
    goal = Goal("cpu", 60, None, 30)
    return Scaled("backend", goal, plan(goal, (1, 35)), 2, 10, request)


def gpu() -> Scaled:
    goal = Goal("gpu", None, 80, 30)
    return Scaled("model", goal, plan(goal, (1, 35)), 2, 8, 2000)


def measured(percent: float, request: int) -> int:
    """As the controller: usage in whole thousandths of a core, rounded up; the percentage is cut."""
    return math.ceil(round(Fraction(percent) * request / 100, 9)) * 100 // request


@given(request=st.integers(10, 4000), percent=st.integers(1, 99))
def test_loads_of_cpu_are_measured_on_the_side_that_their_name_says(request: int, percent: int) -> None:
    scaled = cpu(request)
    assert measured(scaled.at_most(percent), request) <= percent
    assert measured(scaled.below(percent), request) < percent
    assert measured(scaled.at_least(percent), request) >= percent
    assert measured(scaled.above(percent), request) > percent


def test_loads_of_gpus_are_those_of_the_issue() -> None:
    scaled = gpu()
    assert (scaled.below(80), scaled.at_most(80), scaled.above(80), scaled.below(30)) == (79, 80, 85, 29)


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        pytest.param(2, 8, [2, 4, 8], id="a power of two"),
        pytest.param(2, 7, [2, 4, 7], id="the maximum cuts the last one"),
        pytest.param(3, 4, [3, 4], id="and the only one"),
        pytest.param(2, 2, [2], id="no room"),
    ],
)
def test_doubling(minimum: int, maximum: int, expected: list[int]) -> None:
    assert doubling(minimum, maximum) == expected


@pytest.mark.parametrize(
    ("ratio", "replicas", "minimum", "expected"),
    [
        pytest.param(29 / 60, 10, 2, 2, id="down to the minimum"),
        pytest.param(29 / 40, 8, 2, 3, id="rounding up holds three quarters of three"),
        pytest.param(29 / 40, 8, 4, 4, id="the minimum comes first"),
    ],
)
def test_where_a_constant_metric_rests(ratio: float, replicas: int, minimum: int, expected: int) -> None:
    assert resting(ratio, replicas, minimum) == expected
