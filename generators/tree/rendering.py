"""The files of one folder, known again by all that they follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from generators.tree.generated_file import GeneratedFile


@dataclass(frozen=True, slots=True)
class Rendering:
    """Files by path. `follows_from` is a hash over every value that they, and what they must build to, follow from."""

    follows_from: str
    files: Mapping[str, GeneratedFile]


def follows_from(values: object) -> str:
    """The hash of dataclasses, dicts, lists, texts and numbers; "" for what has none, such as a number beyond 64 bits.

    Every field counts, in its order: two values with one hash render alike.
    """
    try:
        return hashlib.sha256(orjson.dumps(values)).hexdigest()
    except TypeError:
        return ""


def rendered(before: Rendering | None, key: str, render: Callable[[], Mapping[str, GeneratedFile]]) -> Rendering:
    """What was rendered before of the same values, or what `render` makes of them now."""
    return before if key and before and before.follows_from == key else Rendering(key, render())
