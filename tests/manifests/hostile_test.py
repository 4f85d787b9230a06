"""Anything for the readers of quantities, durations and YAML: a value, or one sentence."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from manifests.duration import parse_duration
from manifests.errors import MistakesError
from manifests.quantity import parse_quantity
from manifests.reader import read_documents, to_plain

PIECES = st.lists(
    st.sampled_from(("1", "0", ".", "-", "+", "e", "E", "Ki", "m", "s", "h", "99", "\u0661", " ", "n", "x" * 200)),
    max_size=8,
).map("".join)
YAML = st.lists(
    st.sampled_from(
        (
            "a",
            ":",
            " ",
            "\n",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!!str ",
            "|",
            ">",
            "'",
            '"',
            "#",
            "---\n",
            "\t",
            "<<: ",
            "? ",
            "%YAML 1.1\n",
            "\x00",
            "\ufeff",
            "\u2028",
            "0x",
            "1e9",
            ".inf",
            "\\ud800",
            "\r",
            "@",
            "`",
        )
    ),
    max_size=30,
).map("".join)


@given(st.one_of(PIECES, st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none()))
def test_anything_is_a_quantity_or_one_sentence(value: Any) -> None:
    try:
        assert parse_quantity(value).amount is not None
    except ValueError as error:
        assert str(error) and len(str(error)) < 400


@given(PIECES | st.text(max_size=20))
def test_any_text_is_a_duration_or_one_sentence(text: str) -> None:
    try:
        assert parse_duration(text) >= 0
    except ValueError as error:
        assert str(error) and len(str(error)) < 400


@given(YAML | st.text(max_size=40) | st.binary(max_size=40))
def test_any_text_is_yaml_or_mistakes(text: str | bytes) -> None:
    try:
        for document in read_documents(text, "a.yaml"):
            if document.root is not None:
                to_plain(document.root)
    except MistakesError as error:
        assert all(each.line >= 1 and each.column >= 1 for each in error.mistakes)
