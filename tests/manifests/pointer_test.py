"""JSON pointers: RFC 6901's own examples, and the laws of joining and splitting."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.pointer import child, is_under, join, parent, resolve, split

RFC_DOCUMENT = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8, "~1": 9}
TOKENS = st.lists(st.text())


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        pytest.param("", RFC_DOCUMENT, id="the empty pointer is the whole document"),
        pytest.param("/foo", ["bar", "baz"], id="a key"),
        pytest.param("/foo/0", "bar", id="an item, counted from 0"),
        pytest.param("/", 0, id="a slash alone is the empty key"),
        pytest.param("/a~1b", 1, id="~1 is a slash"),
        pytest.param("/c%d", 2, id="per cent is not special"),
        pytest.param("/i\\j", 5, id="a backslash is not special"),
        pytest.param("/ ", 7, id="a space is a key"),
        pytest.param("/m~0n", 8, id="~0 is a tilde"),
        pytest.param("/~01", 9, id="~01 is a tilde and a one, not a slash"),
    ],
)
def test_resolve_finds(pointer: str, value: Any) -> None:
    assert resolve(RFC_DOCUMENT, pointer) == value


@pytest.mark.parametrize(
    "pointer",
    [
        pytest.param("/bar", id="an unknown key"),
        pytest.param("/foo/2", id="an item past the end"),
        pytest.param("/foo/-", id="the item after the last"),
        pytest.param("/foo/-1", id="a negative item"),
        pytest.param("/foo/01", id="an item with a leading zero"),
        pytest.param("/foo/\u0661", id="a digit that is not ASCII"),
        pytest.param("/foo/0/x", id="a field of a text"),
    ],
)
def test_resolve_says_which_pointer_leads_nowhere(pointer: str) -> None:
    with pytest.raises(KeyError) as caught:
        resolve(RFC_DOCUMENT, pointer)
    assert caught.value.args == (pointer,)


def test_a_pointer_without_a_slash_in_front_is_refused() -> None:
    with pytest.raises(ValueError, match="'spec' is no JSON pointer: write a slash in front"):
        split("spec")


@given(TOKENS)
def test_split_is_the_inverse_of_join(tokens: list[str]) -> None:
    assert split(join(*tokens)) == tuple(tokens)


@given(TOKENS, st.text() | st.integers(0, 99))
def test_child_adds_one_token_and_parent_takes_it_away(tokens: list[str], token: str | int) -> None:
    pointer = join(*tokens)
    assert child(pointer, token) == join(*tokens, token)
    assert parent(child(pointer, token)) == pointer
    assert is_under(child(pointer, token), pointer)
    assert not is_under(pointer, child(pointer, token))


def test_a_longer_name_is_not_under_a_shorter_one() -> None:
    assert not is_under("/components/backend-api", "/components/backend")
