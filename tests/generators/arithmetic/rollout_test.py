"""A rollout's longest time, and the numbers of probes and grace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.arithmetic.rollout import (
    RollingUpdate,
    failure_threshold,
    grace_period_seconds,
    health_check_seconds,
    progress_deadline_seconds,
    rolling_update,
    rollout_seconds,
)


def test_the_shipped_model_takes_86_minutes() -> None:
    assert rollout_seconds(8, 0, 1, 600, 45) == 86 * 60


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable", "expected"),
    [
        pytest.param(10, "25%", "25%", RollingUpdate(3, 2), id="surge rounds up and unavailable down"),
        pytest.param(1, "25%", "25%", RollingUpdate(1, 0), id="one pod is replaced by a second one"),
        pytest.param(3, 0, "25%", RollingUpdate(0, 1), id="where both come to nothing one may be missing"),
        pytest.param(8, 0, 1, RollingUpdate(0, 1), id="numbers stay as they are"),
    ],
)
def test_percentages_become_pods(
    replicas: int, surge: int | str, unavailable: int | str, expected: RollingUpdate
) -> None:
    assert rolling_update(replicas, surge, unavailable) == expected


@pytest.mark.parametrize("amount", ["25", "-1%", "a quarter", "2.5%"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="neither a number of pods nor a percentage"):
        rolling_update(4, amount, 0)


@given(st.integers(1, 500), st.integers(0, 20), st.integers(0, 20), st.integers(1, 3600), st.integers(0, 600))
def test_a_rollout_played_pod_by_pod_ends_in_time(
    maximum: int, surge: int, unavailable: int, start: int, grace: int
) -> None:
    step = rolling_update(maximum, surge, unavailable)
    replaced, clock = 0, 0
    while replaced < maximum:
        replaced += min(maximum - replaced, step.surge + step.unavailable)
        clock += start + grace
    assert clock <= rollout_seconds(maximum, surge, unavailable, start, grace)


@given(st.integers(1, 36000), st.integers(1, 60))
def test_the_start_up_probe_waits_for_the_budget_and_no_period_more(budget: int, period: int) -> None:
    threshold = failure_threshold(budget, period)
    assert period * threshold >= budget > period * (threshold - 1)


def test_the_grace_period_holds_the_hook_and_the_application() -> None:
    assert grace_period_seconds(20, 20) == 45


@given(st.integers(0, 36000), st.integers(0, 600))
def test_the_progress_deadline_is_longer_than_one_pod_needs(start: int, grace: int) -> None:
    assert progress_deadline_seconds(start, grace) > start + grace or start == 0


@pytest.mark.parametrize(
    ("rollout", "deadline", "expected"),
    [
        pytest.param(5160, 1245, 5160, id="a long rollout is waited for"),
        pytest.param(360, 600, 660, id="a short one until the Deployment itself has given up"),
    ],
)
def test_nobody_gives_up_before_the_deployment_does(rollout: int, deadline: int, expected: int) -> None:
    assert health_check_seconds(rollout, deadline) == expected
