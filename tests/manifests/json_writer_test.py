"""JSON for people: the exact text, and the same value back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.json_writer import to_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param({"a": 1, "b": {}}, '{\n  "a": 1,\n  "b": {}\n}\n', id="an object always takes its own lines"),
        pytest.param({"a": ["x", "y"]}, '{\n  "a": ["x", "y"]\n}\n', id="a short list stays on one line"),
        pytest.param(
            {"a": ["x" * 40, "y" * 40]},
            '{\n  "a": [\n    "' + "x" * 40 + '",\n    "' + "y" * 40 + '"\n  ]\n}\n',
            id="a list beyond 80 columns takes a line for each item",
        ),
        pytest.param({"a": [{"b": 1}]}, '{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}\n', id="a list of objects"),
        pytest.param({"é": "ü\n"}, '{\n  "é": "ü\\n"\n}\n', id="letters as they are, controls escaped"),
    ],
)
def test_the_text_is(value: dict[str, Any], text: str) -> None:
    assert to_json(value) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(st.dictionaries(st.text(), JSON))
def test_the_value_reads_back(value: dict[str, Any]) -> None:
    assert json.loads(to_json(value)) == value
