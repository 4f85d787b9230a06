"""Surge and missing pods of a rollout, rounded as the Deployment controller rounds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.workload.field import Field
from policies.workload.rollout import read_rollout, scaled


@pytest.mark.parametrize(
    ("kind", "spec", "replicas", "surge", "missing"),
    [
        pytest.param("Deployment", {}, 1, 1, 0, id="25 % of 1"),
        pytest.param("Deployment", {}, 3, 1, 0, id="25 % of 3"),
        pytest.param("Deployment", {}, 4, 1, 1, id="25 % of 4"),
        pytest.param("Deployment", {}, 10, 3, 2, id="25 % of 10"),
        pytest.param("Deployment", {"strategy": {"rollingUpdate": {"maxSurge": 0}}}, 1, 0, 1, id="one must go"),
        pytest.param("Deployment", {"strategy": {"rollingUpdate": {"maxSurge": "100%"}}}, 4, 4, 1, id="100 %"),
        pytest.param("Deployment", {"strategy": {"type": "Recreate"}}, 4, 0, 0, id="Recreate"),
        pytest.param("StatefulSet", {}, 4, 0, 0, id="a StatefulSet"),
        pytest.param("DaemonSet", {}, 4, 0, 1, id="a DaemonSet"),
        pytest.param("DaemonSet", {"updateStrategy": {"type": "OnDelete"}}, 4, 0, 0, id="OnDelete"),
        pytest.param("Rollout", {"strategy": {"canary": {"maxSurge": "50%"}}}, 3, 2, 0, id="a canary"),
        pytest.param("Rollout", {"strategy": {"blueGreen": {}}}, 3, 3, 0, id="blue and green"),
        pytest.param("Job", {}, 3, 0, 0, id="a Job"),
    ],
)
def test_rollouts(kind: str, spec: Any, replicas: int, surge: int, missing: int) -> None:
    rollout = read_rollout(Field({"kind": kind, "spec": spec}))
    assert (rollout.surge(replicas), rollout.unavailable(replicas)) == (surge, missing)


@given(st.integers(0, 1000), st.integers(0, 10_000))
def test_a_percentage_rounds_to_the_next_whole_pod(percent: int, total: int) -> None:
    up, down = scaled(f"{percent}%", total, up=True), scaled(f"{percent}%", total, up=False)
    assert down * 100 <= percent * total <= up * 100
    assert up - down == (percent * total % 100 != 0)
