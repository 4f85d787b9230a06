"""The checker's arithmetic of goals beside the generator's: what sync plans passes, and any other block passes exactly
if a simulation of the controller does what is wanted. Neither package may know of the other; this test knows both."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.arithmetic.autoscaler_rules import rules_of
from generators.arithmetic.autoscaler_simulation import Autoscaler, Metric, Pods
from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal, Refused
from generators.arithmetic.tolerance import is_within
from manifests.quantity import parse_quantity
from policies.workload.metric import Direction, Policy
from policies.workload.scaling_goal import Scaling, doubling_misfit, shrinking_misfit

BOUNDS = st.tuples(st.integers(1, 12), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))
PERCENTS = st.integers(1, 100)


def direction(block: dict[str, Any]) -> Direction:
    tolerance = block.get("tolerance")
    return Direction(
        tolerance=None if tolerance is None else parse_quantity(tolerance).amount,
        window=block["stabilizationWindowSeconds"],
        select=block["selectPolicy"],
        policies=tuple(Policy(each["type"], each["value"], each["periodSeconds"]) for each in block["policies"]),
        pointer="",
    )


def scaling(by: str, target: Fraction, up: dict[str, Any], down: dict[str, Any], bounds: tuple[int, int]) -> Scaling:
    step = Fraction(1) if by == "cpu" else Fraction(1, 1000)
    return Scaling(target, step, by == "gpu", direction(up), direction(down), *bounds)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["cpu", "gpu"]), PERCENTS, st.one_of(st.none(), PERCENTS), BOUNDS)
def test_what_sync_plans_to_double_does_double(
    by: str, double: int, shrink: int | None, bounds: tuple[int, int]
) -> None:
    try:
        planned = plan(Goal(by, None, double, shrink), (1, 35))
    except Refused:
        return
    behavior = planned.behavior
    found = scaling(by, planned.target_average, behavior["scaleUp"], behavior["scaleDown"], bounds)
    assert doubling_misfit(found, double) is None
    assert shrink is None or shrinking_misfit(found, shrink, double) is None


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["cpu", "gpu"]), PERCENTS, PERCENTS, BOUNDS)
def test_what_sync_plans_to_shrink_does_shrink(by: str, target: int, shrink: int, bounds: tuple[int, int]) -> None:
    try:
        planned = plan(Goal(by, target, None, shrink), (1, 35))
    except Refused:
        return
    behavior = planned.behavior
    found = scaling(by, planned.target_average, behavior["scaleUp"], behavior["scaleDown"], bounds)
    assert shrinking_misfit(found, shrink, None) is None


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["cpu", "gpu"]), PERCENTS, PERCENTS)
def test_a_goal_that_sync_refuses_for_being_undone_is_a_misfit(by: str, double: int, shrink: int) -> None:
    half = plan(Goal(by, None, min(double, 99), None), (1, 35))
    found = scaling(by, half.target_average, half.behavior["scaleUp"], half.behavior["scaleDown"], (1, 8))
    try:
        plan(Goal(by, None, min(double, 99), shrink), (1, 35))
    except Refused:
        assert shrinking_misfit(found, shrink, min(double, 99)) is not None


POLICY = st.one_of(
    st.fixed_dictionaries(
        {
            "type": st.just("Percent"),
            "value": st.sampled_from([10, 50, 99, 100, 101, 200]),
            "periodSeconds": st.just(60),
        }
    ),
    st.fixed_dictionaries({"type": st.just("Pods"), "value": st.integers(1, 20), "periodSeconds": st.just(60)}),
)
TOLERANCES = st.one_of(st.none(), st.sampled_from(["0", "0.1", "0.25", "0.5", "0.9", "1", "1.0", "1.025", "1.5"]))
BLOCK = st.fixed_dictionaries(
    {
        "stabilizationWindowSeconds": st.just(0),
        "selectPolicy": st.sampled_from(["Max", "Min"]),
        "policies": st.lists(POLICY, min_size=1, max_size=2),
    },
    optional={"tolerance": TOLERANCES},
)


def simulated_step(by: str, found: Scaling, up: dict[str, Any], down: dict[str, Any], pods: int, used: Fraction) -> int:
    unit = 1 if by == "cpu" else 1000
    tolerances = [
        float(Fraction(1, 10) if each.tolerance is None else each.tolerance) for each in (found.up, found.down)
    ]
    metric = Metric(int(found.target * unit), unit, *tolerances)
    controller = Autoscaler(metric, rules_of(up), rules_of(down), found.minimum, found.maximum)
    return controller.step(0.0, pods, Pods((used,) * pods))


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(["cpu", "gpu"]), st.data(), BLOCK, BLOCK, BOUNDS)
def test_doubling_is_what_a_simulation_of_the_controller_does(
    by: str, data: st.DataObject, up: dict[str, Any], down: dict[str, Any], bounds: tuple[int, int]
) -> None:
    double = data.draw(st.integers(1, 99), label="double_above")
    near = sorted({max(1, double // 2), (double + 1) // 2, double, min(double + 5, 100)})
    found = scaling(by, Fraction(data.draw(st.sampled_from(near), label="target")), up, down, bounds)
    # A CPU can be used far above its request; nothing but the policies bounds the step then.
    top = Fraction(100) if by == "gpu" else Fraction(100_000)
    works = all(
        simulated_step(by, found, up, down, pods, Fraction(double)) <= pods
        and simulated_step(by, found, up, down, pods, Fraction(double) + found.step) == min(2 * pods, found.maximum)
        and simulated_step(by, found, up, down, pods, top) == min(2 * pods, found.maximum)
        for pods in range(found.minimum, found.maximum)
    )
    assert (doubling_misfit(found, double) is None) == works


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["cpu", "gpu"]), PERCENTS, PERCENTS, BLOCK, BLOCK)
def test_shrinking_is_what_the_controllers_tolerance_says(
    by: str, target: int, shrink: int, up: dict[str, Any], down: dict[str, Any]
) -> None:
    found = scaling(by, Fraction(target), up, down, (1, 8))
    tolerance = float(Fraction(1, 10) if found.down.tolerance is None else found.down.tolerance)

    def shrinks(percent: Fraction) -> bool:
        ratio = float(percent / target)
        return ratio < 1.0 and not is_within(ratio, 1.0, tolerance)

    works = not shrinks(Fraction(shrink)) and shrinks(Fraction(shrink) - found.step)
    assert (shrinking_misfit(found, shrink, None) is None) == works
