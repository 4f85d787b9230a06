"""Plain scalars: what they mean, what is odd about them, and that kustomize and kubectl mean the same."""

import re
from collections.abc import Callable
from math import isinf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manifests.oddity import OddityKind
from manifests.reader import Mapping, Scalar, read_documents, to_plain
from manifests.scalars import read_plain

DIFFER, OTHERS = OddityKind.READERS_DIFFER, OddityKind.OTHER_READERS
NUMBER = OddityKind.UNUSUAL_NUMBER


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("", None, id="nothing is null"),
        pytest.param("~", None, id="a tilde is null"),
        pytest.param("Null", None, id="null in any of three spellings"),
        pytest.param("nULL", "nULL", id="not in a fourth"),
        pytest.param("TRUE", True, id="true in capitals"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-17", -17, id="a negative number"),
        pytest.param("0x1F", 31, id="a hexadecimal number"),
        pytest.param("1.10", 1.1, id="a version is a number"),
        pytest.param("1.0", 1, id="a whole float is an integer, as JSON has no other"),
        pytest.param("1.2e+30", 1.2e30, id="a large float"),
        pytest.param("1.27.3", "1.27.3", id="two points are text"),
        pytest.param("10Gi", "10Gi", id="a quantity is text"),
        pytest.param("10m", "10m", id="a duration is text"),
        pytest.param("1e400", "1e400", id="a number that no float holds is text"),
        pytest.param("._5", "._5", id="an underscore behind a point is text"),
        pytest.param("-", "-", id="a dash is text"),
        pytest.param("yesterday", "yesterday", id="a word that starts like yes"),
        pytest.param("nan", "nan", id="nan without its point is text"),
    ],
)
def test_value_with_nothing_odd(text: str, value: Any) -> None:
    found, odd = read_plain(text)
    assert (found, type(found), odd) == (value, type(value), None)


@pytest.mark.parametrize(
    ("text", "value", "kind", "message"),
    [
        ("yes", "yes", DIFFER, "'yes' is read as true by kubectl and as text by kustomize; quote it or write true"),
        ("y", "y", DIFFER, "'y' is read as true by kubectl and as text by kustomize; quote it or write true"),
        ("Off", "Off", DIFFER, "'Off' is read as false by kubectl and as text by kustomize; quote it or write false"),
        ("0777", 511, NUMBER, "'0777' is read as the number 511; quote it or write 511"),
        ("0o777", 511, NUMBER, "'0o777' is read as the number 511; quote it or write 511"),
        ("08", 8, NUMBER, "'08' is read as the number 8; quote it or write 8"),
        ("0b101", 5, NUMBER, "'0b101' is read as the number 5; quote it or write 5"),
        ("1_000", 1000, NUMBER, "'1_000' is read as the number 1000; quote it or write 1000"),
        ("1e3", 1000, NUMBER, "'1e3' is read as the number 1000; quote it or write 1000"),
        ("12e45", 1.2e46, NUMBER, "'12e45' is read as the number 1.2e+46; quote it or write 1.2e+46"),
        (".5", 0.5, NUMBER, "'.5' is read as the number 0.5; quote it or write 0.5"),
        ("+1", 1, NUMBER, "'+1' is read as the number 1; quote it or write 1"),
        (
            "12:30",
            "12:30",
            OTHERS,
            "'12:30' is text to kubectl and kustomize and a number to other YAML readers; quote it",
        ),
        (
            "2027-06-30",
            "2027-06-30",
            DIFFER,
            "'2027-06-30' is rewritten as a full timestamp by kustomize and kept by kubectl; quote it",
        ),
        ("=", "=", OTHERS, "'=' stops some YAML readers; quote it"),
        (".inf", float("inf"), DIFFER, "'.inf' is a number that Kubernetes cannot hold; quote it or write another"),
        (
            "9223372036854775808",
            9223372036854775808,
            DIFFER,
            "'9223372036854775808' does not fit a signed 64-bit integer, so Kubernetes rounds it; quote it",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_value_with_something_odd(text: str, value: Any, kind: OddityKind, message: str) -> None:
    assert read_plain(text) == (value, (kind, message))


def test_a_number_of_any_length_is_read_without_delay() -> None:
    assert read_plain("9" * 100_000) == ("9" * 100_000, None)


PIECES = st.sampled_from([*"0123456789", *".-+_:eExobXOB", *"aAfFnNyYtT~=", "yes", "No", "on", "OFF", "null", "true"])
WORDS = st.lists(PIECES, min_size=1, max_size=6).map("".join)
NOT_PLAIN = re.compile(r"-|\?|:|.*:|[-?:] .*|---|=|.*\.(?:inf|nan)", re.IGNORECASE)


def same(first: Any, second: Any) -> bool:
    """Equal, and a boolean only to a boolean."""
    return isinstance(first, bool) == isinstance(second, bool) and first == second


@settings(max_examples=4, deadline=None)
@given(st.lists(WORDS.filter(lambda word: not NOT_PLAIN.fullmatch(word)), min_size=200, max_size=400, unique=True))
def test_kustomize_and_kubectl_read_the_same_value_or_it_is_said(
    kustomize_output: Callable[[str], bytes], kubectl_reads: Callable[[str], Any], words: list[str]
) -> None:
    spec = "spec:\n" + "".join(f"  - {word}\n" for word in words)
    thing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: thing}\n"
    (ours,) = read_documents(spec, "words.yaml")
    (rendered,) = read_documents(kustomize_output(thing + spec), "rendered.yaml")
    odd = {mistake.line for mistake in ours.oddities}
    assert isinstance(ours.root, Mapping)
    mine, kustomizes, kubectls = to_plain(ours.root)["spec"], to_plain(rendered.root)["spec"], kubectl_reads(spec)
    for line, (word, own, one, other) in enumerate(zip(words, mine, kustomizes, kubectls, strict=True), start=2):
        assert same(own, one) or line in odd, f"{word}: {own!r}, kustomize {one!r}"
        assert same(one, other) or line in odd, f"{word}: kustomize {one!r}, kubectl {other!r}"
        assert same(own, one) or same(own, other) or isinf(own), f"{word}: {own!r}, {one!r}, {other!r}"


def test_a_quoted_text_is_never_a_number() -> None:
    (document,) = read_documents("'0777'", "f.yaml")
    assert isinstance(document.root, Scalar)
    assert (document.root.value, document.root.plain, document.oddities) == ("0777", False, ())
