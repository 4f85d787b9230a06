"""YAML as it is written, and that our reader, kustomize and a YAML 1.1 reader get the same value back."""

from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from manifests.reader import read_documents, to_plain
from manifests.writer import to_yaml


class Kind(str, Enum):  # noqa: UP042 (the older way, which prints itself with its class)
    """A text by inheritance, as enumerations are."""

    WEB = "web"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param({"a": {"b": [1, 2]}}, "a:\n  b:\n    - 1\n    - 2\n", id="a list is indented under its key"),
        pytest.param([{"a": 1, "b": {"c": 2}}], "- a: 1\n  b:\n    c: 2\n", id="a mapping in a list"),
        pytest.param([[1, [2]], []], "- - 1\n  - - 2\n- []\n", id="lists in lists"),
        pytest.param({"z": {}, "a": []}, "z: {}\na: []\n", id="empty ones stay in one line, keys keep their order"),
        pytest.param({}, "{}\n", id="an empty document"),
        pytest.param({"a": (1, 2)}, "a:\n  - 1\n  - 2\n", id="a tuple is a list"),
        pytest.param({"a": None, "b": True, "c": False}, "a: null\nb: true\nc: false\n", id="null and booleans"),
        pytest.param({"a": 0.5, "b": 1e22, "c": 1e-7}, "a: 0.5\nb: 1.0e+22\nc: 1.0e-07\n", id="floats have a point"),
        pytest.param({"a": Kind.WEB}, "a: web\n", id="a text by inheritance"),
        pytest.param("word", "word\n", id="a document that is a text"),
        pytest.param({"a": "x\ny\n"}, "a: |\n  x\n  y\n", id="lines are a block"),
        pytest.param({"a": "x\n\n  y"}, "a: |-\n  x\n\n    y\n", id="no line end at the end is |-"),
        pytest.param([{"a": "x\ny\n"}], "- a: |\n    x\n    y\n", id="a block in a list's mapping"),
        pytest.param(["x\ny\n"], "- |\n  x\n  y\n", id="a block in a list"),
        pytest.param({"a": "x \ny"}, 'a: "x \\ny"\n', id="a space at a line's end"),
        pytest.param({"a": " x\ny"}, 'a: " x\\ny"\n', id="a space at the first line's start"),
        pytest.param({"a": "\nx"}, 'a: "\\nx"\n', id="an empty first line"),
        pytest.param({"a": "x\n\n"}, 'a: "x\\n\\n"\n', id="two line ends at the end"),
        pytest.param({"a": "x\n\ty\n"}, 'a: "x\\n\\ty\\n"\n', id="a tab at a line's start"),
        pytest.param({"a": "x\r\ny"}, 'a: "x\\r\\ny"\n', id="line ends of Windows"),
        pytest.param({"a": 'say "hi"'}, "a: 'say \"hi\"'\n", id="formatters want single quotes around double ones"),
        pytest.param({"a": 'it\'s "x"'}, "a: 'it''s \"x\"'\n", id="and an apostrophe doubled inside"),
        pytest.param({"a": 'a\\"'}, 'a: "a\\\\\\""\n', id="but not where a backslash needs an escape"),
        pytest.param({"a": "word " * 60 + "end"}, f"a: {'word ' * 60}end\n", id="nothing is folded"),
        pytest.param({"a" * 80: []}, f"{'a' * 80}:\n  []\n", id="but for an empty list behind a long key"),
        pytest.param({"a" * 80: "x\ny\n"}, f'{"a" * 80}: "x\\ny\\n"\n', id="and lines behind a long key are quoted"),
        pytest.param({"a": "\u200b\ufeff\u2028"}, 'a: "\\u200b\\ufeff\\u2028"\n', id="what cannot be seen is escaped"),
        pytest.param({"a": "é 😀"}, 'a: "é 😀"\n', id="what can be seen is not"),
    ],
)
def test_text(value: Any, text: str) -> None:
    assert to_yaml(value) == text


@pytest.mark.parametrize(
    "text",
    [
        *("Deployment", "apps/v1", "ghcr.io/shop/web:1.2@sha256:00ff", "500m", "8Gi", "10s", "25%", "../../base/web"),
        *("/healthz", "http://web:8080/x?y=z&a", "server.port=80", "two words", "kubernetes.io/os", "it's"),
    ],
)
def test_texts_that_need_no_quotes(text: str) -> None:
    assert to_yaml({text: text}) == f"{text}: {text}\n"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "a ",
            " a",
            "y",
            "N",
            "yes",
            "No",
            "ON",
            "off",
            "true",
            "False",
            "null",
            "~",
            "nan",
            ".inf",
            "-.INF",
        ),
        *("1", "-1", "+1", "0x1f", "0o7", "0777", "1_000", "1e3", "1.5", ".5", "1.", "12:30", "2027-06-30", "1.27.3"),
        *(
            "=",
            "<<",
            "-",
            "- a",
            "--x",
            "?",
            ": a",
            "a: b",
            "a:",
            "#",
            "a #b",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "|",
        ),
        *(">", "[a", "{a", "a\\b", "a  b", "a\tb", "...", "---", "_1", "[]", "{}", "é", "a::b", "1E"),
    ],
)
def test_texts_that_need_quotes(text: str) -> None:
    quoted = to_yaml({text: text}).rstrip("\n")
    assert quoted == to_yaml(text)[:-1] + ": " + to_yaml(text)[:-1]
    assert quoted[0] == '"' and quoted[-1] == '"'


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        pytest.param({"a": {1, 2}}, TypeError, "YAML has no way to write a set: {1, 2}", id="a set"),
        pytest.param({1: "a"}, TypeError, "a key must be text, not 1", id="a key that is a number"),
        pytest.param({None: "a"}, TypeError, "a key must be text, not None", id="a key that is null"),
        pytest.param(
            2**63,
            ValueError,
            "a number beyond signed 64-bit integers cannot be written: Kubernetes rounds it",
            id="a number that Kubernetes rounds",
        ),
        pytest.param(
            float("nan"), ValueError, "nan cannot be written: Kubernetes has no such number", id="no number at all"
        ),
        pytest.param("\ud800", ValueError, "half a character cannot be written: '\\ud800'", id="half a character"),
        pytest.param(
            {"a" * 1001: 1},
            ValueError,
            f"a key of more than 1000 characters cannot be written: {'a' * 30}...",
            id="a key too long for YAML",
        ),
        pytest.param(nested(201), ValueError, "more than 200 levels cannot be written", id="201 levels"),
    ],
)
def test_what_cannot_be_written_is_said(value: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        to_yaml(value)
    assert str(caught.value) == message


NASTY = st.sampled_from(
    [
        *(
            "yes",
            "1e3",
            "0777",
            "12:30",
            "2027-06-30",
            "=",
            "~",
            "null",
            "a: b",
            "a #b",
            "- a",
            " a",
            "a ",
            "a\nb",
            "a\nb\n",
        ),
        *(
            "\na",
            "a\n\n",
            " a\nb",
            "a\n b\n",
            "a \nb",
            "\ta\nb",
            "a\r\nb",
            "---\na\n",
            "a\u2028b",
            '"',
            "'",
            "\\",
            '\\"',
        ),
        *("a\n#b\n", "a\n---\nb\n", "\x07", "\x1b", "1e400", "nan", "._5", "\ufeff", "{{ x }}", "🙂", "x" * 200, "#"),
    ]
)
FEW = st.text("ab:#-' \n\t\"\\", max_size=8)
TEXTS = NASTY | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20) | FEW
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS


def values(texts: st.SearchStrategy[str], leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


@given(values(TEXTS.filter(lambda key: key != "<<"), LEAVES))
@example({"a": [[], {}, [[]], [{}], {"b": [{"c": "x\ny\n", "d": "x\ny"}]}]})
def test_our_reader_gets_the_value_back(value: Any) -> None:
    text = to_yaml(value)
    assert text.endswith("\n") and not text.endswith("\n\n")
    (document,) = read_documents(text, "f.yaml")
    assert to_plain(document.root) == value
    assert all("does not survive kustomize" in str(oddity) for oddity in document.oddities)
    assert not any(line != line.rstrip() for line in text.split("\n"))


@given(values(TEXTS, LEAVES))
def test_a_reader_of_yaml_1_1_gets_the_value_back(value: Any) -> None:
    assert yaml.load(to_yaml(value), yaml.CSafeLoader) == value


@given(values(TEXTS, LEAVES), st.lists(TEXTS, max_size=3))
def test_the_text_depends_on_nothing_but_the_value(value: Any, others: list[str]) -> None:
    text = to_yaml(value)
    to_yaml(others)
    assert to_yaml(value) == text


# kustomize refuses the control characters of U+007F to U+009F and the last two of the plane, and drops a key `<<`
KEPT = st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(0x7F, 0xA0)), "\ufffe", "\uffff"])
KEPT_TEXTS = NASTY | st.text(alphabet=KEPT, max_size=20) | FEW
KEPT_LEAVES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e6, 1e6) | KEPT_TEXTS


@settings(max_examples=8, deadline=None)
@given(st.lists(values(KEPT_TEXTS.filter(lambda key: key != "<<"), KEPT_LEAVES), min_size=10, max_size=40))
def test_kustomize_gets_the_value_back(kustomize_output: Callable[[str], bytes], specs: list[Any]) -> None:
    objects = [
        {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": f"thing-{number}"}, "spec": spec}
        for number, spec in enumerate(specs)
    ]
    rendered = read_documents(kustomize_output("---\n".join(map(to_yaml, objects))), "rendered.yaml")
    assert [to_plain(document.root) for document in rendered] == objects
