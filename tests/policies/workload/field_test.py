"""Reading values of any type: one sentence for every wrong one, and never the value of a text."""

from typing import Any

import pytest

from policies.workload.field import Field, UnreadableError, as_written


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        pytest.param("mapping", [1], "/a is a list, not a mapping", id="a list for a mapping"),
        pytest.param("text", 7, "/a is the number 7, not a text", id="a number for a text"),
        pytest.param("integer", "7", "/a is a text, not a whole number", id="a text for a number, not printed"),
        pytest.param("integer", True, "/a is true or false, not a whole number", id="a truth for a number"),
        pytest.param("boolean", "true", "/a is a text, not true or false", id="a text for a truth"),
        pytest.param("boolean", 1, "/a is the number 1, not true or false", id="a number for a truth"),
        pytest.param("integer", 1.5, "/a is the number 1.5, not a whole number", id="a fraction for a whole number"),
        pytest.param("integer", 2**63, "/a is a number too large, not a whole number", id="more than 64 bits"),
        pytest.param("integer", -(16**5000), "/a is a number too large, not a whole number", id="6,000 digits"),
        pytest.param(
            "count_or_percent",
            2**63,
            "/a is a number too large, not a whole number or a percentage",
            id="a large count",
        ),
        pytest.param("text", 16**5000, "/a is a number too large, not a text", id="6,000 digits for a text"),
        pytest.param(
            "quantities", {"cpu": 16**5000}, "/a/cpu is a number too large, not a quantity", id="6,000 digits of CPU"
        ),
        pytest.param(
            "count_or_percent", "25", "/a is a text, not a whole number or a percentage", id="no percent sign"
        ),
        pytest.param("count_or_percent", "-5%", "/a is a text, not a whole number or a percentage", id="below nothing"),
        pytest.param("texts", {"b": 1}, "/a/b is the number 1, not a text", id="a number among texts"),
        pytest.param("quantities", "x", "/a is a text, not a mapping", id="a text for quantities"),
    ],
)
def test_a_wrong_type_is_one_sentence(read: str, value: Any, sentence: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        getattr(Field(value, "/a"), read)()
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("quantity", "written"),
    [
        pytest.param("500m", "500m", id="a text"),
        pytest.param("x" * 40, "x" * 40, id="a text that is just not cut"),
        pytest.param("x" * 41, "x" * 40 + "...", id="a long text"),
        pytest.param(1.5, "1.5", id="a number"),
        pytest.param(True, "true or false", id="a truth"),
        pytest.param(["secret"], "a list", id="a list, not printed"),
        pytest.param(16**5000, "a number too large", id="6,000 digits"),
    ],
)
def test_a_quantity_in_a_message(quantity: Any, written: str) -> None:
    assert as_written(quantity) == written


def test_a_whole_number_of_64_bits_is_read() -> None:
    assert Field(2**63 - 1).integer() == 2**63 - 1
    assert Field(-(2**63) + 1).count_or_percent() == -(2**63) + 1
    assert Field({"cpu": 2**63 - 1}).quantities() == {"cpu": 2**63 - 1}


def test_a_list_that_is_none() -> None:
    with pytest.raises(UnreadableError, match=r"^/a is a mapping, not a list$"):
        list(Field({}, "/a").items())


@pytest.mark.parametrize(
    ("read", "absent"),
    [
        ("mapping", {}),
        ("text", ""),
        ("integer", None),
        ("boolean", None),
        ("texts", {}),
        ("quantities", {}),
        ("count_or_percent", None),
    ],
)
def test_what_is_absent_is_empty(read: str, absent: Any) -> None:
    assert getattr(Field({}).at("a", "b"), read)() == absent


def test_a_field_below_knows_where_it_stands() -> None:
    field = Field({"a": [{"b/c": 1}]}).at("a")
    assert [(item.at("b/c").value, item.at("b/c").pointer) for item in field.items()] == [(1, "/a/0/b~1c")]
