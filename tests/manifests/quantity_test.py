"""Quantities: Kubernetes' grammar, exact amounts, sums that print in a person's unit."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.quantity import BINARY, DECIMAL, Quantity, canonical, parse_quantity

SUFFIXES = st.sampled_from([*DECIMAL, *BINARY])


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        pytest.param("1", Fraction(1), id="a bare number"),
        pytest.param("500m", Fraction(1, 2), id="thousandths"),
        pytest.param("250u", Fraction(250, 10**6), id="millionths"),
        pytest.param("7n", Fraction(7, 10**9), id="billionths"),
        pytest.param("2k", Fraction(2000), id="k is 1000"),
        pytest.param("2Ki", Fraction(2048), id="Ki is 1024"),
        pytest.param("8Gi", Fraction(8 * 2**30), id="Gi"),
        pytest.param("1.5Gi", Fraction(3 * 2**29), id="a fraction of a Gi"),
        pytest.param("1E", Fraction(10**18), id="E alone is exa"),
        pytest.param("1E3", Fraction(1000), id="E with digits is an exponent"),
        pytest.param("1e3", Fraction(1000), id="e is an exponent"),
        pytest.param("5E-3", Fraction(5, 1000), id="a negative exponent"),
        pytest.param("1e+2", Fraction(100), id="an exponent with a sign"),
        pytest.param(".5", Fraction(1, 2), id="no digit in front of the point"),
        pytest.param("5.", Fraction(5), id="no digit behind the point"),
        pytest.param("+1", Fraction(1), id="a plus"),
        pytest.param("-1.5m", Fraction(-3, 2000), id="a minus"),
        pytest.param("0.1n", Fraction(1, 10**9), id="finer than a nano is rounded up"),
        pytest.param("-0.1n", Fraction(-1, 10**9), id="finer than a nano is rounded away from zero"),
        pytest.param("1e-100", Fraction(1, 10**9), id="whoever asks for little never gets nothing"),
        pytest.param("16Ei", Fraction(2**63 - 1), id="a binary quantity is capped"),
        pytest.param(2, Fraction(2), id="an integer of YAML"),
        pytest.param(0.25, Fraction(1, 4), id="a float of YAML"),
        pytest.param(1e-7, Fraction(1, 10**7), id="a small float of YAML"),
        pytest.param(1e22, Fraction(10**22), id="a large float of YAML"),
    ],
)
def test_amount(value: str | int | float, amount: Fraction) -> None:
    assert parse_quantity(value).amount == amount


UNIT = "its unit must be n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei"
FORM = "write a number and a unit without spaces, as in 500m or 2Gi"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("", "an empty text is no quantity: write a number, as in 500m or 2Gi", id="nothing"),
        pytest.param("1.5.2", f"'1.5.2' is no quantity: {FORM}", id="two points"),
        pytest.param(" 1Gi", f"' 1Gi' is no quantity: {FORM}", id="a space in front"),
        pytest.param("1 Gi", f"'1 Gi' is no quantity: {FORM}", id="a space inside"),
        pytest.param("Gi", f"'Gi' is no quantity: {FORM}", id="no number"),
        pytest.param("\u0661", f"'\u0661' is no quantity: {FORM}", id="a digit that is not ASCII"),
        pytest.param("--1", f"'--1' is no quantity: {FORM}", id="two signs"),
        pytest.param("1Ki3", f"'1Ki3' is no quantity: {FORM}", id="digits behind a unit"),
        pytest.param("1e+", f"'1e+' is no quantity: {FORM}", id="an exponent without digits"),
        pytest.param("12Gx", f"'12Gx' is no quantity: {UNIT}", id="an unknown unit"),
        pytest.param("1e", f"'1e' is no quantity: {UNIT}", id="e alone"),
        pytest.param("1KB", f"'1KB' is no quantity: {UNIT}; 'KB' is probably k", id="kilobytes"),
        pytest.param("64MB", f"'64MB' is no quantity: {UNIT}; 'MB' is probably M", id="megabytes"),
        pytest.param("4K", f"'4K' is no quantity: {UNIT}; 'K' is probably k or Ki", id="a large K"),
        pytest.param("1e101", "'1e101' is no quantity: its exponent is beyond 100", id="an exponent without end"),
        pytest.param("1e999999999", "'1e999999999' is no quantity: its exponent is beyond 100", id="a huge exponent"),
        pytest.param("9" * 5000, f"'{'9' * 40}...' is no quantity: {FORM}", id="5,000 digits"),
        pytest.param(True, "True is no quantity: write a number, as in 500m or 2Gi", id="a boolean"),
        pytest.param(float("nan"), "nan is no quantity: write a number, as in 500m or 2Gi", id="no number"),
        pytest.param(10**5000, "the number is no quantity: it is too large", id="an integer of 5,000 digits"),
    ],
)
def test_what_is_no_quantity_is_said(value: str | int | float, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_quantity(value)
    assert str(caught.value) == message


def test_quantities_are_compared_by_amount() -> None:
    assert Quantity("1") == Quantity("1000m")
    assert Quantity("1Gi") > Quantity("1G")
    assert len({Quantity("1k"), Quantity("1000")}) == 1


@pytest.mark.parametrize(
    ("amount", "like", "text"),
    [
        pytest.param(Fraction(7, 2), "500m", "3500m", id="thousandths"),
        pytest.param(Fraction(4), "500m", "4", id="whole cores, though thousandths were added"),
        pytest.param(Fraction(1, 2), "1", "500m", id="half a core, though whole ones were asked"),
        pytest.param(Fraction(4000), "2", "4000", id="no unit above that of the other"),
        pytest.param(Fraction(10**12), "1G", "1000G", id="a decimal unit is not exceeded"),
        pytest.param(Fraction(12 * 2**30), "4Gi", "12Gi", id="Gi"),
        pytest.param(Fraction(2**29), "1Gi", "512Mi", id="half a Gi"),
        pytest.param(Fraction(3 * 2**40), "1Gi", "3Ti", id="3,072 Gi"),
        pytest.param(Fraction(1000), "1Mi", "1000", id="bytes that fill no Ki"),
        pytest.param(Fraction(1, 3), "1Gi", "333333334n", id="a third of a byte is rounded up to nanos"),
        pytest.param(Fraction(0), "1Gi", "0", id="nothing in Gi"),
        pytest.param(Fraction(0), "1m", "0", id="nothing in thousandths"),
        pytest.param(Fraction(-3, 2), "1", "-1500m", id="below zero"),
        pytest.param(5, "1e3", "5", id="an exponent is not copied"),
    ],
)
def test_canonical(amount: Fraction | int, like: str, text: str) -> None:
    assert canonical(amount, like) == text


@given(st.integers(-(10**6), 10**6), SUFFIXES, SUFFIXES)
def test_what_is_printed_is_the_same_amount(number: int, suffix: str, like: str) -> None:
    amount = Quantity(f"{number}{suffix}").amount
    text = canonical(amount, f"1{like}")
    if abs(amount) < 2**63 - 1:
        assert Quantity(text).amount == amount


@given(st.lists(st.tuples(st.integers(0, 10**6), SUFFIXES), min_size=1), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(terms: list[tuple[int, str]], shuffled: random.Random) -> None:
    amounts = [Quantity(f"{number}{suffix}").amount for number, suffix in terms]
    total = sum(amounts)
    shuffled.shuffle(amounts)
    assert sum(amounts) == total
    assert all(total >= amount for amount in amounts)
