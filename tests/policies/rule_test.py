"""What a parameter of each kind accepts, and what it asks for instead."""

from typing import Any

import pytest

from policies.objects import Object
from policies.rule import LONGEST_MESSAGE, Kind, Parameter, failed, not_evaluated


def parameter(kind: Kind, default: Any = None, least: int = 0) -> Parameter:
    return Parameter("p", kind, default, "A parameter.", ("one", 2) if kind is Kind.CHOICE else (), least)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(Kind.BOOL, False, id="false"),
        pytest.param(Kind.INTEGER, 0, id="the least whole number"),
        pytest.param(Kind.TEXT, "", id="an empty text"),
        pytest.param(Kind.TEXTS, [], id="no texts"),
        pytest.param(Kind.TEXTS, ("a", "b"), id="texts"),
        pytest.param(Kind.CHOICE, 2, id="a number to choose"),
        pytest.param(Kind.RANGE, [0, 0], id="a range of one number"),
        pytest.param(Kind.NUMBER, 1.5, id="a number with a part"),
        pytest.param(Kind.NUMBER, 2, id="a whole number where a part is allowed"),
        pytest.param(Kind.QUANTITY, "500m", id="a quantity"),
        pytest.param(Kind.QUANTITY, 0, id="a quantity of nothing"),
        pytest.param(Kind.QUANTITY_RANGE, ["1Gi", "1024Mi"], id="the same quantity in other words"),
        pytest.param(Kind.QUANTITY_RANGE, [None, 1], id="no lower end"),
        pytest.param(Kind.QUANTITY_RANGE, [1, None], id="no upper end"),
        pytest.param(Kind.QUANTITY_RANGE, [None, None], id="no end"),
        pytest.param(Kind.QUANTITY_RANGE, (0, 0.5), id="bare numbers"),
    ],
)
def test_accepted(kind: Kind, value: Any) -> None:
    assert parameter(kind).accepts(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(Kind.BOOL, 1, id="a number for a switch"),
        pytest.param(Kind.INTEGER, -1, id="below the least"),
        pytest.param(Kind.INTEGER, True, id="true for a number"),
        pytest.param(Kind.INTEGER, 1.0, id="a float for a whole number"),
        pytest.param(Kind.TEXT, 1, id="a number for a text"),
        pytest.param(Kind.TEXTS, "a", id="a text for a list"),
        pytest.param(Kind.TEXTS, [1], id="a list of numbers"),
        pytest.param(Kind.CHOICE, 1, id="a number that is no choice"),
        pytest.param(Kind.CHOICE, True, id="a switch that is no choice"),
        pytest.param(Kind.RANGE, [2, 1], id="the wrong way round"),
        pytest.param(Kind.RANGE, [-1, 1], id="one end below the least"),
        pytest.param(Kind.RANGE, [1], id="one number for two"),
        pytest.param(Kind.RANGE, [1, 2, 3], id="three numbers for two"),
        pytest.param(Kind.RANGE, 1, id="a number for a range"),
        pytest.param(Kind.RANGE, [None, 1], id="a range of whole numbers has both ends"),
        pytest.param(Kind.NUMBER, 0, id="zero where a ratio is wanted"),
        pytest.param(Kind.NUMBER, -1.5, id="a negative number"),
        pytest.param(Kind.NUMBER, "1.5", id="a text for a number"),
        pytest.param(Kind.NUMBER, float("inf"), id="a number without end"),
        pytest.param(Kind.NUMBER, float("nan"), id="no number"),
        pytest.param(Kind.NUMBER, True, id="true for a number with a part"),
        pytest.param(Kind.QUANTITY, "-1", id="a negative quantity"),
        pytest.param(Kind.QUANTITY, "1GB", id="an unknown unit"),
        pytest.param(Kind.QUANTITY, "1e999999999", id="a quantity without end"),
        pytest.param(Kind.QUANTITY, ["1"], id="a list for a quantity"),
        pytest.param(Kind.QUANTITY_RANGE, ["2Gi", "1Gi"], id="quantities the wrong way round"),
        pytest.param(Kind.QUANTITY_RANGE, ["x", "1Gi"], id="one end that is no quantity"),
        pytest.param(Kind.QUANTITY_RANGE, [None, "-1"], id="one end below zero"),
        pytest.param(Kind.QUANTITY_RANGE, ["1Gi"], id="one quantity for two"),
        pytest.param(Kind.QUANTITY_RANGE, "1Gi", id="a quantity for a range of them"),
    ],
)
def test_refused(kind: Kind, value: Any) -> None:
    assert not parameter(kind).accepts(value)


def test_null_is_accepted_where_nothing_is_the_default() -> None:
    assert parameter(Kind.INTEGER).accepts(None)
    assert not parameter(Kind.INTEGER, default=2).accepts(None)


def test_the_least_is_a_setting() -> None:
    least = parameter(Kind.INTEGER, least=1)
    assert [least.accepts(value) for value in (0, 1)] == [False, True]
    assert least.demand == "a whole number of at least 1"


@pytest.mark.parametrize(
    ("kind", "demand"),
    [
        (Kind.BOOL, "true or false"),
        (Kind.CHOICE, "one of one, 2"),
        (Kind.RANGE, "two whole numbers [min, max] of at least 0"),
        (Kind.NUMBER, "a number, as in 1.5"),
        (Kind.QUANTITY, "a quantity, as in 500m or 2Gi"),
        (Kind.QUANTITY_RANGE, "two quantities [min, max]"),
    ],
)
def test_what_is_demanded(kind: Kind, demand: str) -> None:
    assert parameter(kind).demand == demand


def test_a_text_of_two_megabytes_makes_no_message_of_two() -> None:
    item, longest = Object({}), "x" * LONGEST_MESSAGE
    assert failed(item, longest, "", fix=longest).message == longest
    finding = failed(item, longest + "y" * 2_000_000, "", fix=longest + "y")
    assert (finding.message, finding.fix) == (f"{longest}...", f"{longest}...")
    assert failed(item, "", "").fix is None
    assert not_evaluated(item, longest).why_not == longest
    assert not_evaluated(item, longest + "y").why_not == f"{longest}..."
