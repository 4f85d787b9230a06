"""kustomize's real output, read fast, against the values that went in."""

import json
import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.errors import MistakesError
from manifests.rendered import parse_rendered

Render = Callable[[str], bytes]

TEXTS = [
    *("", " ", "null", "~", "true", "yes", "y", "1", "-0", "00", "0777", "0x1f", "0o7", "0b1", "1_000", "1e3", "1E5"),
    *("1e400", "-1e400", "1e1000", "nan", "NaN", "inf", "-inf", "Infinity", ".nan", ".inf", "-.inf", "._5", ".5", "1."),
    *("12:30", "2027-06-30", "=", "<<", "-", "--x", "- a", "?", "? a", ":", ":a", "a:", "a: b", "#", "a #b", "|", ">"),
    *("%", "@", "`", "!", "!!str a", "&a", "*a", "{a", "[a", "{}", "[]", "a, b", '"', "'", "\\", "\\n", 'a\\nb\nc "d"'),
    *(
        "a\n",
        "a\nb",
        "a\n\n",
        "a\n\n\n",
        "\n",
        "\n\n",
        "\na\n",
        " a\nb",
        "  a\n b\n",
        "a\n  b\n\n\tc\n",
        "a \nb",
        "  \n",
    ),
    *(
        "---",
        "...",
        "a\n---\nb\n",
        "---\na\n",
        "a\r\nb\r\n",
        "\t",
        "a\tb",
        "\ta\nb",
        "é",
        "🙂",
        "\u00a0",
        "\ufeff",
        "a\ufeffb",
    ),
    *(
        "\u2028",
        "a\u2028b",
        "a\u2029b\n",
        "\x00",
        "\x07",
        "\x1b[0m",
        "x" * 300,
        "word " * 60,
        "really? yes",
        "a\n? b\n",
    ),
]
NUMBERS = [0, -1, 2**53 + 1, 2**63 - 1, -(2**63), 0.1, -1.5, 1e-7, 1e-300, 1e300, 123456789.125]


def things(specs: list[Any]) -> tuple[list[dict[str, Any]], str]:
    """One custom resource for each spec, as values and as the JSON that kustomize reads."""
    objects = [
        {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": f"thing-{number}"}, "spec": spec}
        for number, spec in enumerate(specs)
    ]
    text = "---\n".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects)
    # JSON may hold these bare, YAML may not
    return objects, re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda each: f"\\u{ord(each.group()):04x}", text
    )


@pytest.mark.parametrize(
    "specs",
    [
        pytest.param([{"value": text} for text in TEXTS], id="texts as values"),
        pytest.param([{text: 1} for text in TEXTS if text not in ("", "<<")], id="texts as keys"),
        pytest.param([{"value": number} for number in NUMBERS], id="numbers"),
        pytest.param([None, True, False, [], {}, [[]], [{}], {"a": None}], id="null, booleans and what is empty"),
        pytest.param([["null", None, "~"], {"a": [{"b": []}, None]}], id="null beside the text null"),
    ],
)
def test_all_at_once_and_one_by_one(kustomize_output: Render, specs: list[Any]) -> None:
    objects, text = things(specs)
    output = kustomize_output(text)
    assert exactly(parse_rendered(output)) == exactly(objects)
    ends = [output.index(b"  name: thing-%d\n" % number) for number in range(len(objects))]
    starts = [output.rindex(b"apiVersion: example.com/v1\n", 0, end) for end in ends]
    for number, start in enumerate(starts):
        end = starts[number + 1] - len(b"---\n") if number + 1 < len(starts) else len(output)
        assert parse_rendered(output[start:end]) == [objects[number]]


KEPT = st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"])
WORDS = st.sampled_from(TEXTS) | st.text(KEPT, max_size=12) | st.text("a:#-?| \n\t\"'\\0.e", max_size=8)
LEAVES = WORDS | st.sampled_from(NUMBERS) | st.integers(-(2**63), 2**63 - 1) | st.none() | st.booleans()
KEYS = WORDS.filter(lambda key: key != "<<")
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@settings(max_examples=8, deadline=None)
@given(st.lists(VALUES, min_size=10, max_size=40))
def test_any_values_come_back(kustomize_output: Render, specs: list[Any]) -> None:
    objects, text = things(specs)
    assert exactly(parse_rendered(kustomize_output(text))) == exactly(objects)


def exactly(value: Any) -> bytes:
    """As bytes, in which 1, 1.0 and true differ and the order of keys does not."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@pytest.mark.parametrize(
    ("output", "objects"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"\n", [], id="a line end"),
        pytest.param(b"# nothing\n", [], id="a comment"),
        pytest.param(b"kind: A\n", [{"kind": "A"}], id="one document"),
        pytest.param(b"kind: A\n---\nkind: B\n", [{"kind": "A"}, {"kind": "B"}], id="two documents"),
        pytest.param(b"---\nkind: A\n---\n---\nkind: B\n", [{"kind": "A"}, {"kind": "B"}], id="an empty document"),
    ],
)
def test_documents(output: bytes, objects: list[dict[str, Any]]) -> None:
    assert parse_rendered(output) == objects


def test_what_is_no_yaml_is_said() -> None:
    with pytest.raises(MistakesError) as caught:
        parse_rendered(b"a: b: c\n")
    assert str(caught.value) == (
        "kustomize's output:1:5: this ':' cannot stand here; quote the text, or check the indentation"
    )
