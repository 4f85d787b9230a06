"""The real autoscaler does what platform.yaml says, in a twentieth of the time: see tests/cluster/scaling/pace.py."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from generators.arithmetic.autoscaler_rules import rules_of
from generators.arithmetic.autoscaler_simulation import Autoscaler, Metric
from manifests.quantity import parse_quantity
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.waiting import until
from tests.cluster.scaling.agreement import disagreements
from tests.cluster.scaling.here import scaled_here
from tests.cluster.scaling.loads import silent
from tests.cluster.scaling.pace import AUTOSCALER, VERSION
from tests.cluster.scaling.rounds import Trace
from tests.cluster.scaling.scaled import Scaled, doubling, resting
from tests.cluster.scaling.stage import Case, Stage, stage

pytestmark = pytest.mark.any_repository
_HELD = 6
"""Rounds without a change that count as holding, where no window delays anything."""


HERE = scaled_here()
_every = pytest.mark.parametrize("scaled", HERE, ids=lambda each: each.component)
_doubling = pytest.mark.parametrize(
    "scaled", [each for each in HERE if each.goal.double_above is not None], ids=lambda each: each.component
)
_shrinking = pytest.mark.parametrize(
    "scaled", [each for each in HERE if each.goal.shrink_below is not None], ids=lambda each: each.component
)
_shrinking_by_cpu = pytest.mark.parametrize(
    "scaled",
    [each for each in HERE if each.goal.shrink_below is not None and each.goal.by == "cpu"],
    ids=lambda each: each.component,
)
_following = pytest.mark.parametrize(
    "scaled", [each for each in HERE if each.goal.target is not None], ids=lambda each: each.component
)


@pytest.fixture(scope="module")
def on_stage(lab: Lab, traces: dict[str, Trace]) -> Iterator[Stage]:
    with stage(lab) as running:
        yield running
        traces.update({name: case.trace for name, case in running.cases.items()})


@pytest.fixture
def case(on_stage: Stage, scaled: Scaled) -> Case:
    return on_stage.case(scaled)


@_every
def test_the_cluster_has_the_autoscaler_that_was_meant(lab: Lab, scaled: Scaled) -> None:
    found = lab.client.get(VERSION, AUTOSCALER, lab.namespace, scaled.component)
    assert found is not None
    meant = {side: {**rules} for side, rules in scaled.plan.behavior.items()}
    for side, rules in found["spec"]["behavior"].items():
        said = meant[side].pop("tolerance", None)
        there = rules.pop("tolerance", None)
        assert rules == meant[side], side
        assert (there is None) == (said is None), side
        assert said is None or parse_quantity(there).amount == parse_quantity(said).amount, side
    assert (found["spec"]["minReplicas"], found["spec"]["maxReplicas"]) == (scaled.minimum, scaled.maximum)


@_doubling
def test_at_its_bound_and_below_nothing_doubles(case: Case) -> None:
    scaled, bound = case.scaled, case.scaled.goal.double_above or 0
    case.at_minimum()
    for percent in (scaled.below(bound), scaled.at_most(bound)):
        with case.trace.scene(f"{percent:g} %: holds"):
            case.constant(percent)
            assert {each.replicas for each in case.trace.wait(_HELD)} == {scaled.minimum}


@_doubling
def test_above_its_bound_each_step_doubles_until_the_maximum(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_minimum()
    first, percent = len(trace.rounds), scaled.above(scaled.goal.double_above or 0)
    with trace.scene(f"{percent:g} %: doubles"):
        case.constant(percent)
        trace.until_replicas(scaled.maximum, 60)
        trace.wait(_HELD)
    assert trace.changes(first) == doubling(scaled.minimum, scaled.maximum)


@_doubling
def test_a_load_that_one_doubling_halves_doubles_once(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_minimum()
    first, percent = len(trace.rounds), scaled.above(scaled.goal.double_above or 0)
    with trace.scene(f"{percent:g} % of {scaled.minimum}, shared: doubles once"):
        case.shared(percent * scaled.minimum)
        trace.until_replicas(min(2 * scaled.minimum, scaled.maximum), 60)
        trace.wait(_HELD)
    assert trace.changes(first) == doubling(scaled.minimum, scaled.maximum)[:2]


@_doubling
def test_right_after_a_scale_down_a_step_still_never_more_than_doubles(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_maximum()
    with trace.scene("5 %: shrinks"):
        case.constant(5)
        trace.until_replicas(scaled.minimum, 60)
    first, percent = len(trace.rounds) - 1, scaled.above(scaled.goal.double_above or 0)
    with trace.scene(f"{percent:g} % at once: doubles"):
        case.constant(percent)
        trace.until_replicas(scaled.maximum, 60)
    assert trace.rounds[first].replicas == scaled.minimum
    assert [(a, b) for a, b in pairwise(trace.changes(first)) if b > 2 * a] == []


@_following
def test_a_shared_load_grows_to_as_many_as_bring_it_back_to_the_target(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_minimum()
    with trace.scene(f"{scaled.target:g} % of {scaled.maximum}, shared: grows"):
        case.shared(scaled.target * scaled.maximum)
        trace.until_replicas(scaled.maximum, 60)
        held = trace.wait(_HELD)
    assert {each.replicas for each in held} == {scaled.maximum}


@_shrinking
def test_at_its_bound_nothing_shrinks(case: Case) -> None:
    scaled, bound = case.scaled, case.scaled.goal.shrink_below or 0
    case.at_maximum()
    percent = scaled.at_least(bound)
    with case.trace.scene(f"{percent:g} %: holds"):
        case.constant(percent)
        held = case.trace.wait(case.memory + _HELD)
    assert {each.replicas for each in held} == {scaled.maximum}


@_shrinking
def test_below_its_bound_a_shared_load_shrinks_to_as_many_as_bring_it_back_to_the_target(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_maximum()
    percent = scaled.below(scaled.goal.shrink_below or 0)
    total = percent * scaled.maximum
    # Shrinking ends where the share of each is no longer below the bound, or at the minimum.
    expected = max(scaled.minimum, scaled.maximum // 2, int(-(-total // scaled.target)))
    first = len(trace.rounds)
    with trace.scene(f"{percent:g} % of {scaled.maximum}, shared: shrinks"):
        case.shared(total)
        trace.until_replicas(expected, 60)
        trace.wait(case.memory + _HELD)
    assert trace.changes(first) == [scaled.maximum, expected]


@_every
def test_almost_no_load_shrinks_to_the_minimum_at_most_by_half_at_a_time(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_maximum()
    first = len(trace.rounds)
    with trace.scene("1 % in all, shared: shrinks"):
        case.shared(1)
        trace.until_replicas(scaled.minimum, 60)
        trace.wait(_HELD)
    changes = trace.changes(first)
    assert changes[-1] == scaled.minimum == min(changes)
    assert [(a, b) for a, b in pairwise(changes) if b < a // 2] == []


@_shrinking_by_cpu
def test_below_its_bound_a_constant_metric_shrinks_until_rounding_up_holds_it(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_maximum()
    percent = scaled.below(scaled.goal.shrink_below or 0)
    first, last = len(trace.rounds), resting(percent / scaled.target, scaled.maximum, scaled.minimum)
    with trace.scene(f"{percent:g} %, a constant metric: shrinks"):
        case.constant(percent)
        trace.until_replicas(last, 30 + 3 * case.memory * (scaled.maximum - last))
        trace.wait(case.memory + _HELD)
    assert trace.replicas == last == min(trace.changes(first))


@_every
def test_without_any_value_nothing_changes(case: Case, lab: Lab) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_maximum()
    with trace.scene("no value at all: holds"):
        case.put(silent)
        held = trace.wait(case.memory + _HELD)
        until(lambda: not _is_active(lab, scaled.component), 10, f"the autoscaler of {scaled.component} says so")
    assert {each.replicas for each in held} == {scaled.maximum}


@_doubling
def test_a_pod_without_a_value_counts_as_idle_on_the_way_up(case: Case) -> None:
    scaled, trace = case.scaled, case.trace
    case.at_minimum()
    bound = scaled.goal.double_above or 0
    percent = scaled.at_most(bound * scaled.minimum // max(1, scaled.minimum - 1)) if scaled.minimum > 1 else bound
    percent = min(percent, scaled.highest)
    names = sorted(pod["metadata"]["name"] for pod in case.lab.pods(scaled.component))
    with trace.scene(f"{percent:g} %, one pod without a value: holds"):
        case.put(lambda pod: None if pod["metadata"]["name"] == names[0] else percent)
        held = trace.wait(_HELD)
    assert {each.replicas for each in held} == {scaled.minimum}
    assert scaled.minimum == 1 or {each.pods.missing for each in held} == {1}


@_every
def test_every_step_of_the_real_controller_is_the_one_that_the_arithmetic_says(case: Case, record: Record) -> None:
    scaled, trace = case.scaled, case.trace
    case.rest()
    trace.wait(2)
    rounds = list(trace.rounds)
    up, down = (rules_of(case.behavior[side]) for side in ("scaleUp", "scaleDown"))
    autoscaler = Autoscaler(Metric.of(scaled.plan), up, down, scaled.minimum, scaled.maximum)
    since = rounds[0].seconds + case.memory
    found = disagreements(rounds, autoscaler, since)
    judged = [each for each in rounds if each.seconds >= since]
    changed = sum(a.replicas != b.replicas for a, b in pairwise(judged))
    record.row(
        "The autoscaler and the arithmetic, step by step",
        ("component", "rounds compared", "of these with a change", "other than the arithmetic says"),
        *(scaled.component, len(judged) - 1, changed, len(found)),
    )
    assert not found, "\n".join(found)
    assert changed >= 2


def _is_active(lab: Lab, component: str) -> bool:
    found = lab.client.get(VERSION, AUTOSCALER, lab.namespace, component) or {}
    conditions = found.get("status", {}).get("conditions") or []
    return any(each["type"] == "ScalingActive" and each["status"] == "True" for each in conditions)
