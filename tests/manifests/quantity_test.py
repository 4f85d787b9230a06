"""Quantities: Kubernetes' grammar, exact amounts, sums that print in a person's unit."""

import random
import re
import time
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


UNITS = {
    **{suffix: Fraction(10) ** power for suffix, power in
       {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}.items()},
    **{suffix: Fraction(2) ** power for suffix, power in
       {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}.items()},
}  # fmt: skip
"""Every unit of Kubernetes, written down a second time."""
SIGNS = st.sampled_from(["", "+", "-"])
LARGEST = 2**63 - 1


def test_no_unit_is_forgotten() -> None:
    assert {*DECIMAL, *BINARY} == set(UNITS)


@pytest.mark.parametrize("suffix", UNITS)
def test_a_unit_is_what_it_says(suffix: str) -> None:
    assert parse_quantity(f"3{suffix}").amount == 3 * UNITS[suffix]
    assert parse_quantity(f"-3{suffix}").amount == -3 * UNITS[suffix]
    assert parse_quantity(f"+3{suffix}").amount == 3 * UNITS[suffix]


def up_to_nanos(amount: Fraction) -> Fraction:
    """Away from zero to a whole number of nanos, by another way than the code takes."""
    nanos = amount * 10**9
    whole = -((-nanos.numerator) // nanos.denominator) if nanos > 0 else nanos.numerator // nanos.denominator
    return Fraction(whole, 10**9)


@given(SIGNS, st.integers(0, 10**12), st.one_of(st.none(), st.text("0123456789", max_size=12)), SUFFIXES)
def test_an_amount_is_sign_times_number_times_unit(sign: str, whole: int, part: str | None, suffix: str) -> None:
    number = Fraction(whole) + (Fraction(int(part), 10 ** len(part)) if part else 0)
    exact = up_to_nanos((-number if sign == "-" else number) * UNITS[suffix])
    expected = max(-LARGEST, min(LARGEST, exact)) if suffix in BINARY else exact
    text = f"{sign}{whole}{'' if part is None else '.' + part}{suffix}"
    assert parse_quantity(text).amount == expected


@given(SIGNS, st.integers(0, 10**9), st.sampled_from(["e", "E"]), st.integers(-100, 100))
def test_an_exponent_is_a_power_of_ten(sign: str, number: int, letter: str, exponent: int) -> None:
    signed = -number if sign == "-" else number
    expected = up_to_nanos(signed * Fraction(10) ** exponent)
    assert parse_quantity(f"{sign}{number}{letter}{exponent}").amount == expected
    if exponent >= 0:
        assert parse_quantity(f"{sign}{number}{letter}+{exponent}").amount == expected


@given(st.integers(0, 10**6), SUFFIXES)
def test_a_sign_turns_the_amount_around(number: int, suffix: str) -> None:
    assert parse_quantity(f"-{number}{suffix}").amount == -parse_quantity(f"{number}{suffix}").amount


@given(st.integers(-7, 7), st.integers(-7, 7), SUFFIXES)
def test_the_order_of_numbers_is_the_order_of_amounts(first: int, second: int, suffix: str) -> None:
    """Up to 7Ei, above which Kubernetes caps."""
    assert (Quantity(f"{first}{suffix}") < Quantity(f"{second}{suffix}")) == (first < second)


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_of_yaml_is_itself(number: int) -> None:
    assert parse_quantity(number).amount == number


@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_a_decimal_of_yaml_is_exact(number: int, places: int) -> None:
    """0.1 is a tenth: a float is read as the text that it is written as."""
    assert parse_quantity(number / 10**places).amount == Fraction(number, 10**places)


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[+-]?[0-9.]{0,9}[A-Za-z]{0,3}[+-]?[0-9]{0,12}", fullmatch=True)))
def test_any_text_is_a_quantity_or_one_sentence(text: str) -> None:
    try:
        amount = parse_quantity(text).amount
    except ValueError as error:
        assert re.search(r" is no quantity: .", str(error)), text
    else:
        assert (amount * 10**9).denominator == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("1e999999999", id="a huge exponent"),
        pytest.param("1e-999999999", id="a tiny exponent"),
        pytest.param("1e" + "9" * 10**6, id="an exponent of a million digits"),
        pytest.param("9" * 10**6, id="a million digits"),
        pytest.param("0." + "0" * 10**6 + "1", id="a million places"),
        pytest.param("9" * 10**6 + "Ei", id="a million digits with a unit"),
        pytest.param("+" * 10**6, id="a million signs"),
        pytest.param("K" * 10**6, id="a million letters"),
        pytest.param(16**100000, id="an integer of 100,000 digits"),
        pytest.param(-(16**100000), id="a negative one"),
        pytest.param(float("inf"), id="a float without end"),
    ],
)
def test_what_is_huge_is_refused_at_once(value: str | int | float) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match="is no quantity") as caught:
        parse_quantity(value)
    assert time.process_time() - start < 1
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        pytest.param("9" * 100, Fraction(10**100 - 1), id="the longest text"),
        pytest.param("1e100", Fraction(10**100), id="the largest exponent"),
        pytest.param("7Ei", Fraction(7 * 2**60), id="just below the cap"),
        pytest.param("8Ei", Fraction(LARGEST), id="just above the cap"),
        pytest.param("-9Ei", Fraction(-LARGEST), id="the cap below zero"),
        pytest.param("10E", Fraction(10**19), id="a decimal quantity is not capped"),
    ],
)
def test_the_largest(text: str, amount: Fraction) -> None:
    assert parse_quantity(text).amount == amount
