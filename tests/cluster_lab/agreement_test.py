"""A trace that strays from the arithmetic is found, round by round."""

from fractions import Fraction

from generators.arithmetic.autoscaler_simulation import Autoscaler, Pods
from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal
from tests.cluster.scaling.agreement import disagreements
from tests.cluster.scaling.rounds import Round

MODEL = plan(Goal("gpu", None, 80, 30), (1, 35))


def trace(*steps: tuple[float, int, int]) -> list[Round]:
    """(seconds, replicas, percent of each)."""
    return [Round(at, replicas, Pods((Fraction(percent),) * replicas)) for at, replicas, percent in steps]


def test_a_trace_that_doubles_agrees() -> None:
    rounds = trace((0, 2, 50), (15, 2, 85), (30, 4, 85), (75, 4, 85), (90, 8, 85), (105, 8, 85))
    assert disagreements(rounds, Autoscaler.of(MODEL, 2, 8), 0) == []


def test_a_step_that_the_arithmetic_does_not_know_is_told() -> None:
    rounds = trace((0, 2, 85), (15, 5, 50), (30, 5, 50))
    assert disagreements(rounds, Autoscaler.of(MODEL, 2, 8), 0) == [
        "at 0.00 s with 2 replicas (2 ready at 85.000 %, 0 unready, 0 without a value): the arithmetic says 4, "
        "the controller made 5"
    ]


def test_a_round_without_a_value_is_told_as_such() -> None:
    rounds = [Round(0, 4, Pods((), 1, 3)), Round(15, 2, Pods(()))]
    assert disagreements(rounds, Autoscaler.of(MODEL, 2, 8), 0) == [
        "at 0.00 s with 4 replicas (0 ready at no value, 1 unready, 3 without a value): the arithmetic says 4, "
        "the controller made 2"
    ]


def test_what_was_before_is_not_judged() -> None:
    rounds = trace((0, 2, 85), (15, 5, 50), (30, 5, 50))
    assert disagreements(rounds, Autoscaler.of(MODEL, 2, 8), 10) == []
