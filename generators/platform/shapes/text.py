"""Texts."""

from __future__ import annotations

import re
from typing import Final

from generators.platform.said import Leaf, found
from generators.platform.shape import Schema, Shape, Wrong, leaf
from generators.platform.values import Sourced
from manifests.nearest import nearest


def text_of(place: Leaf, expected: str = "a text") -> str:
    """The text that stands there. Raises Wrong for a number, a boolean or nothing, which quotes would make a text."""
    if isinstance(place.value, str):
        return place.value
    if place.value is None:
        raise Wrong(f"must be {expected}, found nothing")
    raise Wrong(f"must be {expected}, found {found(place)}", f'write `"{place.text}"`')


def _unseen(place: Leaf) -> str:
    if isinstance(place.value, str):
        return place.value
    if place.value is None:
        raise Wrong("must be a text, found nothing", 'write `""` for an empty one')
    raise Wrong(f"must be a text, found a {'boolean' if isinstance(place.value, bool) else 'number'}", "quote it")


def matching(expected: str, pattern: str, longest: int) -> Shape[Sourced[str]]:
    """A text that matches the pattern as a whole and is not longer than `longest` characters."""
    compiled = re.compile(pattern)

    def convert(place: Leaf) -> str:
        text = text_of(place, expected)
        if len(text) > longest:
            raise Wrong(f"must be {expected} of at most {longest} characters, found {len(text)} characters")
        if not compiled.fullmatch(text):
            raise Wrong(f"must be {expected}, found {found(place)}")
        return text

    return leaf(convert, expected, {"type": "string", "pattern": f"^(?:{pattern})$", "maxLength": longest})


def one_of(*words: str) -> Shape[Sourced[str]]:
    """One of these words."""
    expected = " or ".join(words)

    def convert(place: Leaf) -> str:
        text = text_of(place, expected)
        if text not in words:
            near = nearest(text, words)
            raise Wrong(f"must be {expected}, found {found(place)}", f"write `{near}`" if near else "")
        return text

    return leaf(convert, expected, {"enum": list(words)})


_ANY: Final[Schema] = {"type": "string"}
TEXT: Final = leaf(text_of, "a text", _ANY)
UNSEEN_TEXT: Final = leaf(_unseen, "a text", _ANY)
"""A text that no message shows: people put passwords where they do not belong."""
SENTENCE: Final = matching("a text of one line that is not empty", r"\S(?:.*\S)?", 500)
