"""Spans of ports against plain sets of numbers."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generators.network.port_spans import EVERY_PORT, LAST_PORT, Span, meet, numbered, told, without

SPANS = st.frozensets(
    st.builds(
        lambda protocol, first, length: Span(protocol, first, first + length),
        st.sampled_from(("TCP", "UDP")),
        st.integers(1, 20),
        st.integers(0, 8),
    ),
    max_size=4,
)


def numbers(spans: frozenset[Span]) -> set[tuple[str, int]]:
    return {(span.protocol, number) for span in spans for number in range(span.first, span.last + 1)}


@example(frozenset({Span("TCP", 1, 1), Span("TCP", 1, 2)}), frozenset({Span("TCP", 1, 1)}))
@given(SPANS, SPANS)
def test_what_is_left_and_what_is_shared(left: frozenset[Span], right: frozenset[Span]) -> None:
    assert numbers(without(left, right)) == numbers(left) - numbers(right)
    assert meet(left, right) == bool(numbers(left) & numbers(right))


HTTP = Span("TCP", 0, 0, "http")


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        pytest.param({HTTP}, set(), id="the same name"),
        pytest.param({Span("TCP", 1, LAST_PORT)}, set(), id="every port of its protocol"),
        pytest.param({numbered(80, "TCP")}, {HTTP}, id="no number, because nobody knows it"),
        pytest.param({Span("UDP", 1, LAST_PORT)}, {HTTP}, id="nothing of another protocol"),
    ],
)
def test_a_name_of_pods_that_are_not_ours(taken: set[Span], left: set[Span]) -> None:
    assert without({HTTP}, taken) == left
    assert meet({HTTP}, taken) == (not left)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ({numbered(53, "UDP"), numbered(53, "TCP")}, "53/TCP, 53/UDP"),
        ({Span("TCP", 8000, 8010), HTTP}, "http/TCP, 8000-8010/TCP"),
        ({Span("SCTP", 1, LAST_PORT)}, "every port/SCTP"),
        (EVERY_PORT, "every port"),
    ],
)
def test_how_ports_are_told(spans: set[Span], text: str) -> None:
    assert told(spans) == text
