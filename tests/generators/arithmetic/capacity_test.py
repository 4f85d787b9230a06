"""The quota of a namespace: sums at the worst moment, a pod as its containers together."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from generators.arithmetic.capacity import (
    GIB,
    Load,
    Needs,
    database_load,
    ordered_pods,
    pod_needs,
    quota,
    rolling_pods,
)


def cpu(cores: int) -> Needs:
    return Needs(cpu=Fraction(cores))


def gib(amount: int) -> Fraction:
    return Fraction(amount * GIB)


MODEL = Needs(Fraction(2), gib(8), gib(8), Fraction(1))
INSTANCE = Needs(Fraction(2), gib(4), gib(4))
BACKEND = Needs(Fraction(1, 4), gib(1) / 2, gib(1) / 2)


def test_the_containers_of_a_pod_run_together() -> None:
    assert pod_needs([cpu(1), cpu(2)]) == cpu(3)


def test_a_surge_doubles_and_a_full_gpu_pool_gets_one_more() -> None:
    assert (rolling_pods(10, 3, 0), rolling_pods(8, 0, 1), ordered_pods(1)) == (20, 9, 1)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 10))
def test_no_surging_rollout_has_more_pods_than_counted(maximum: int, surge: int, unavailable: int, ends: int) -> None:
    """Old pods take `ends` rounds to end, new ones are ready at once: the worst that a rollout does."""
    old, new, ending = maximum, 0, [0] * ends
    while old or new < maximum:
        made = min(maximum + surge - old - new, maximum - new)
        new += made
        gone = min(old, old + new - (maximum - unavailable))
        old -= gone
        ending = [gone, *ending[:-1]]
        assert old + new + sum(ending) <= rolling_pods(maximum, surge, unavailable)


def test_the_quota_of_a_whole_platform() -> None:
    loads = [
        Load(BACKEND, rolling_pods(10, 3, 0)),
        Load(BACKEND, 1),
        Load(MODEL, rolling_pods(8, 0, 1)),
        database_load(INSTANCE, 3, gib(50), gib(10)),
    ]
    assert quota(loads) == {
        "requests.cpu": "34",
        "requests.memory": "103Gi",
        "limits.memory": "103Gi",
        "requests.nvidia.com/gpu": "9",
        "pods": "35",
        "persistentvolumeclaims": "8",
        "requests.storage": "240Gi",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
    }


def test_an_empty_namespace_may_have_nothing() -> None:
    assert set(quota([]).values()) == {"0"}
