"""A budget's arithmetic as a law: what it lets go never breaks what it demands, and one more would."""

from hypothesis import given
from hypothesis import strategies as st

from policies.objects import Object
from policies.workload.budget import Budget, read_budget


def budget(field: str, value: int | str) -> Budget:
    found = read_budget(Object({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {field: value}}))
    assert found is not None
    return found


@given(st.integers(0, 100), st.integers(1, 200))
def test_min_available_per_cent_is_kept_and_no_more(percent: int, pods: int) -> None:
    spare = budget("minAvailable", f"{percent}%").evictions(pods)
    assert (pods - spare) * 100 >= percent * pods
    assert (pods - spare - 1) * 100 < percent * pods


@given(st.integers(0, 100), st.integers(1, 200))
def test_max_unavailable_per_cent_lets_a_begun_pod_go(percent: int, pods: int) -> None:
    spare = budget("maxUnavailable", f"{percent}%").evictions(pods)
    assert spare * 100 >= percent * pods > (spare - 1) * 100


@given(st.integers(0, 300), st.integers(1, 200))
def test_whole_numbers_are_taken_as_they_are(number: int, pods: int) -> None:
    assert budget("minAvailable", number).evictions(pods) == pods - number
    assert budget("maxUnavailable", number).evictions(pods) == min(pods, number)
