"""What is no YAML: one clear sentence at the line and column of the culprit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.errors import MistakesError
from manifests.reader import read_documents

INDENT = "this is indented differently from its neighbours"
COLON = "this ':' cannot stand here; quote the text, or check the indentation"
KEY = "a key must be text; quote it, or render it first if this is a template"
DEEP = "this is nested more than 200 levels deep"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a:\n\tb: 1\n", "2:1: a tab cannot indent YAML; use spaces", id="a tab in front of a key"),
        pytest.param("a: 1\n\tb: 1\n", "2:1: a tab cannot indent YAML; use spaces", id="a tab behind a value's line"),
        pytest.param("a: |\n \tx\n  b\n", "2:2: a tab cannot indent YAML; use spaces", id="a tab behind a space"),
        pytest.param("a: b: c\n", f"1:5: {COLON}", id="two colons on a line"),
        pytest.param("a: 1\n  b: 2\n", f"2:4: {COLON}", id="a field below a value"),
        pytest.param("a:\n  - b\n c: d\n", f"3:2: {INDENT}", id="a key between two levels"),
        pytest.param("- a\nb: 1\n", "2:1: this is indented like a list item but starts with no '- '", id="no dash"),
        pytest.param(
            "a: 1\nb:x\nc: 2\n",
            "2:1: this line is neither 'key: value' nor a list item; add the ':' or indent it",
            id="no space behind a colon",
        ),
        pytest.param('a: "x\nb: 1\n', "1:4: the quote that opens here is never closed", id="an open quote"),
        pytest.param(
            'a: "x\n---\nb: "c"\n',
            "1:4: the quote that opens here is not closed before '---' or '...'",
            id="a quote over two documents",
        ),
        pytest.param(
            "a: 'it's'\n", "1:8: this cannot follow what stands before it; check the quotes", id="an apostrophe"
        ),
        pytest.param(
            'a: "\\d"\n', "1:5: this escape is unknown; write two backslashes for one", id="a backslash in quotes"
        ),
        pytest.param(
            'a: "\\xzz"\n',
            "1:7: this escape needs hexadecimal digits; write two backslashes for one",
            id="an escape without digits",
        ),
        pytest.param('a: "\\ud800"\n', "1:7: this escape names no character", id="half a character"),
        pytest.param(
            "a: [1, 2\nb: 3\n", "1:4: the '[' that opens here is not closed properly; add ',' or ']'", id="an open list"
        ),
        pytest.param(
            "a: {b\n", "1:4: the '{' that opens here is not closed properly; add ',' or '}'", id="an open mapping"
        ),
        pytest.param("a: @x\n", "1:4: a value cannot start with '@'; quote it", id="an at sign"),
        pytest.param("a: `x`\n", "1:4: a value cannot start with '`'; quote it", id="a backtick"),
        pytest.param("a: %x\n", "1:4: a value cannot start with '%'; quote it", id="a per cent sign"),
        pytest.param("a: *x\n", "1:4: '*x' is an alias of nothing; quote it if it is text", id="a star"),
        pytest.param("a: & b\n", "1:5: '&' starts an anchor; quote the text if none is meant", id="an ampersand"),
        pytest.param(
            "a: - b\n", "1:4: a list cannot start here; put it on its own line", id="a list on the key's line"
        ),
        pytest.param("a: |x\n  b\n", "1:5: only a comment may follow '|' or '>' on its line", id="a text behind a bar"),
        pytest.param("{{ .Values.x }}: y\n", f"1:2: {KEY}", id="a template as a key"),
        pytest.param("a: {{ .Values.x }}\n", f"1:5: {KEY}", id="a template as a value"),
        pytest.param("? [a]\n: b\n", f"1:3: {KEY}", id="a list as a key"),
        pytest.param(
            "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n",
            "2:1: this is a merge conflict; resolve it",
            id="a merge conflict",
        ),
        pytest.param(
            "%YAML 3.0\n---\na\n", "1:1: this YAML version is unknown; leave the %YAML line out", id="YAML of tomorrow"
        ),
        pytest.param("a: 1\n...\nb: 2\n", "3:1: a second document must start with '---'", id="no dashes"),
        pytest.param("a\x00: 1\n", "1:2: a NUL character cannot stand in YAML; remove it", id="a NUL"),
        pytest.param("a: 1\nb: \x07\n", "2:4: the character U+0007 cannot stand in YAML; remove it", id="a bell"),
        pytest.param("\ud800", "1:1: the character U+D800 cannot stand in YAML; remove it", id="half a character bare"),
        pytest.param("[" * 50_000, f"1:201: {DEEP}", id="50,000 brackets"),
        pytest.param("{" * 300 + "}" * 300, f"1:201: {DEEP}", id="300 braces"),
        pytest.param("- " * 50_000, f"1:401: {DEEP}", id="50,000 dashes"),
        pytest.param("? " * 50_000, f"1:401: {DEEP}", id="50,000 question marks"),
        pytest.param("a: &a [*a]\n", "1:8: '*a' repeats a part inside itself; write the part out instead", id="a loop"),
        pytest.param(
            "a: &a " + "[" * 150 + "]" * 150 + "\nb: " + "[" * 60 + "*a" + "]" * 60 + "\n",
            f"2:64: {DEEP}",
            id="an alias that goes deep where it stands",
        ),
        pytest.param(
            "<<: 1\n", "1:5: '<<' must name a mapping; write its fields out instead", id="a merge of a number"
        ),
        pytest.param(
            "<<: {a: 1}\n<<: {b: 1}\n",
            "2:1: '<<' stands twice in one mapping; write its fields out instead",
            id="two merges",
        ),
    ],
)
def test_a_text_that_is_no_yaml(text: str, message: str) -> None:
    with pytest.raises(MistakesError) as caught:
        read_documents(text, "f.yaml")
    assert str(caught.value) == f"f.yaml:{message}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"a: 1\nb: \xff\n", "2:4: the byte 0xff is not UTF-8; save the file as UTF-8", id="a stray byte"),
        pytest.param(
            b"\xc3\xa9: \xff", "1:4: the byte 0xff is not UTF-8; save the file as UTF-8", id="behind an accent"
        ),
        pytest.param(
            b"\xef\xbb\xbfa: \xff", "1:4: the byte 0xff is not UTF-8; save the file as UTF-8", id="behind a BOM"
        ),
        pytest.param("a: 1".encode("utf-16"), "1:1: this file is UTF-16; save it as UTF-8", id="UTF-16"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, message: str) -> None:
    with pytest.raises(MistakesError) as caught:
        read_documents(data, "f.yaml")
    assert str(caught.value) == f"f.yaml:{message}"


def test_aliases_of_aliases_do_not_grow_without_bound() -> None:
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    for before, name in pairwise("abcdefghi"):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    with pytest.raises(MistakesError) as caught:
        read_documents("\n".join(lines), "f.yaml")
    assert str(caught.value) == "f.yaml:5:36: aliases repeat more than 100,000 values; write the parts out instead"


@given(st.text(alphabet="ab:-?[]{}\"'|>&*!%@#<, \n\t0~=\\\r\x00\u2028é", max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        read_documents(text, "f.yaml")
    except MistakesError as error:
        (mistake,) = error.mistakes
        assert 1 <= mistake.line <= len(text.splitlines()) + 1
        assert mistake.column >= 1
        assert "\n" not in mistake.message


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_documents(data, "f.yaml")
    except MistakesError as error:
        assert len(error.mistakes) == 1
