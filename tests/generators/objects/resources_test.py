"""Requests and limits: every pair is whole, and no CPU limit is made up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generators.objects.resources import DefaultAmounts, memory_limit, resources
from generators.platform.values import Amounts, Resources, Sourced
from manifests.quantity import parse_quantity

DEFAULTS = DefaultAmounts("50m", "64Mi", "64Mi", "256Mi")
SOURCED = st.integers(1, 64).map(lambda number: Sourced(f"{number}Gi", "/written"))


@st.composite
def written(draw: st.DrawFn) -> Resources:
    """What a person may write: a request never above its limit."""
    sides: list[dict[str, Sourced[str] | None]] = [{}, {}]
    for name in ("cpu", "memory", "ephemeral_storage"):
        pair = sorted((draw(SOURCED), draw(SOURCED)), key=lambda each: parse_quantity(each.value).amount)
        sides[0][name] = pair[0] if draw(st.booleans()) else None
        sides[1][name] = pair[1] if draw(st.booleans()) else None
    return Resources(Amounts(**sides[0]), Amounts(**sides[1]))


def amount(value: str | Sourced[str]) -> object:
    return parse_quantity(value.value if isinstance(value, Sourced) else value).amount


@given(written())
def test_what_is_emitted_is_whole_and_keeps_what_was_written(said: Resources) -> None:
    body = resources(said, DEFAULTS)
    requests, limits = body["requests"], body["limits"]
    assert requests.keys() == {"cpu", "memory", "ephemeral-storage"}
    assert limits.keys() - {"cpu"} == {"memory", "ephemeral-storage"}
    assert ("cpu" in limits) == (said.limits.cpu is not None)
    for name in limits:
        assert amount(requests[name]) <= amount(limits[name])  # type: ignore[operator]
    for side, amounts in (("requests", said.requests), ("limits", said.limits)):
        for name in ("cpu", "memory", "ephemeral_storage"):
            if getattr(amounts, name):
                assert body[side][name.replace("_", "-")] is getattr(amounts, name)
    assert memory_limit(said, DEFAULTS) == limits["memory"]


def test_a_gpu_is_a_whole_request_and_the_same_limit() -> None:
    body = resources(Resources(Amounts(), Amounts()), DEFAULTS, Sourced(2, "/components/model/gpu"))
    both = {side: body[side]["nvidia.com/gpu"] for side in ("requests", "limits")}
    assert both == dict.fromkeys(both, Sourced("2", "/components/model/gpu"))
