"""The fast reader says what the careful one says, or nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manifests.errors import MistakesError
from manifests.oddity import OddityKind
from manifests.reader import Mapping, read_documents, to_plain
from manifests.unremarkable import parse_unremarkable

READ: dict[str, tuple[str, list[object]]] = {
    "one document": (
        "kind: Service\nspec: {ports: [{port: 80}]}\n",
        [{"kind": "Service", "spec": {"ports": [{"port": 80}]}}],
    ),
    "several, an empty one and one that is no mapping left out": (
        "a: 1\n---\n# nothing\n---\n[1]\n---\nb: 2\n",
        [{"a": 1}, {"b": 2}],
    ),
    "a comment behind the separator": ("--- # first\na: 1\n", [{"a": 1}]),
    "JSON": ('{"a": [1, "no", null, true], "b": {"c": "d\\n"}}\n', [{"a": [1, "no", None, True], "b": {"c": "d\n"}}]),
    "quantities": ("a: 100m\nb: 2Gi\nc: 25%\n", [{"a": "100m", "b": "2Gi", "c": "25%"}]),
    "versions and addresses": ("a: 1.2.3\nb: 10.0.0.0/8\n", [{"a": "1.2.3", "b": "10.0.0.0/8"}]),
    "a decimal": ("a: 1.5\n", [{"a": 1.5}]),
    "a block of text": ("a: |\n  one\n  two\nb: >-\n  three\n  four\n", [{"a": "one\ntwo\n", "b": "three four"}]),
    "a word that begins like another": (
        "a: info\nb: nothing\nc: online\n",
        [{"a": "info", "b": "nothing", "c": "online"}],
    ),
}


@pytest.mark.parametrize(("text", "documents"), READ.values(), ids=READ)
def test_what_is_plain_is_read(text: str, documents: list[object]) -> None:
    assert parse_unremarkable(text.encode()) == documents


LEFT = {
    "a key set twice": "a: 1\na: 2\n",
    "a key set twice, deep in a list": "a: [{b: 1, c: {d: 1, d: 2}}]\n",
    "an anchor": "a: &x 1\n",
    "an alias": "a: *x\n",
    "a tag": "a: !!str 1\n",
    "a merge key": "a: {<<: {b: 1}}\n",
    "an explicit key": "? a\n: 1\n",
    "a word that kubectl reads as a boolean": "a: yes\n",
    "the same in a list": "a: [1, on]\n",
    "the same as a key": "on: 1\n",
    "another way to write null": "a: ~\n",
    "another way to write true": "a: TRUE\n",
    "an octal number": "a: 0777\n",
    "a hexadecimal number": "a: 0x1F\n",
    "an exponent": "a: 1e3\n",
    "a decimal that is a whole number": "a: 1.0\n",
    "a number with an underscore": "a: 1_000\n",
    "a number too large": "a: 12345678901234567890\n",
    "a date": "a: 2027-06-30\n",
    "minutes and seconds": "a: 12:30\n",
    "not a number": "a: .nan\n",
    "infinity": "a: -.inf\n",
    "a positive sign": "a: +1\n",
    "an escape that is not one of JSON": 'a: "\\x41"\n',
    "a tab": "a:\t1\n",
    "a letter beyond ASCII": "a: ü\n",
    "a byte order mark": "\ufeffa: 1\n",
    "a directive": "%YAML 1.1\n---\na: 1\n",
    "an end of the document": "a: 1\n...\n",
    "a value behind the separator": "--- {a: 1}\n",
    "no YAML": "a: [1\n",
    "a template": "a: {{ .Values.a }}\n",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_may_be_odd_is_left_to_the_careful_reader(text: str) -> None:
    assert parse_unremarkable(text.encode()) is None


WORDS = (
    "null ~ true True yes y no off inf Infinity infinity nan .nan -.inf 0 -0 1 -1 007 0o7 0x7 1e3 1_0 1.0 1.50 .5 1. +1"
    " 1.2.3 10m 1f 5Gi 1.5Gi 1k 1E 25% 12:30 2027-01-01 1h30m v1 v1.2 a b/c a:b a#b - -- --- : ? ! & * # | > @ ` = <<"
    ' \'\' "" \'no\' "1" "\\n" "\\u0041" [] {} [1,2] {a:1}'
)
SCALARS = st.one_of(
    st.sampled_from(WORDS.split(" ")),
    st.text("01.-+eExX_:infaNyYoO~ \"'\\#,[]{}&*!|>%@`=?<mGik\n", max_size=8),
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False).map(str),
)
FORMS = (
    *("a: {}\n", "b: [x, {}]\n", "- {}\n", "c: {{d: {}}}\n", "{}: 1\n", "  e: {}\n", "f:\n  - {}\n"),
    *("---\n", "g: |\n  {}\n", "{}\n"),
)
TEXTS = st.lists(st.tuples(st.sampled_from(FORMS), SCALARS), max_size=6).map(
    lambda parts: "".join(form.format(scalar) for form, scalar in parts)
)


@given(TEXTS)
@example("a: 1\n---\n---\n")
def test_it_never_says_anything_else_than_the_careful_reader(text: str) -> None:
    said = parse_unremarkable(text.encode())
    if said is None:
        return
    try:
        documents = read_documents(text, "x.yaml")
    except MistakesError as error:
        raise AssertionError(f"read as {said}: {error}") from None
    assert repr(said) == repr([to_plain(each.root) for each in documents if isinstance(each.root, Mapping)])
    told = [odd for each in documents for odd in each.found]
    assert not [odd for odd in told if odd.kind in (OddityKind.DUPLICATE_KEY, OddityKind.READERS_DIFFER)]


def test_what_rapidyaml_says_of_a_text_that_is_too_deep_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert parse_unremarkable(b"a: " + b"[" * 20000 + b"]" * 20000 + b"\n") is None
    assert capfd.readouterr().err == ""
