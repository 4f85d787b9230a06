"""Objects made wrong in one place each, as people make them wrong: types, names, quantities, numbers, fields.

Pure and the same on every run. Not every mutant is wrong: what an API server makes of each is its own word.
"""

import copy
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from manifests.pointer import join

Body = dict[str, Any]
Path = tuple[str | int, ...]
_LABELS = {"labels", "annotations", "matchLabels", "nodeSelector"}
_AMOUNTS = {"requests", "limits", "hard", "default", "defaultRequest", "storage", "walStorage", "emptyDir"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One object with one mistake: `how` says what was done at `field`, a JSON pointer."""

    body: Body
    kind: str
    name: str
    field: str
    how: str


def mutants(objects: Sequence[Body], each: int, seed: int) -> list[Mutant]:
    """Of every kind and every sort of mistake so many, spread over all objects of the kind."""
    groups: dict[tuple[str, str], list[tuple[Body, Path, str]]] = defaultdict(list)
    for body in objects:
        for path, how in _places(body, ()):
            if path[:2] != ("metadata", "namespace"):
                groups[body["kind"], how].append((body, path, how))
    chance = random.Random(seed)
    chosen = [found for _, group in sorted(groups.items()) for found in chance.sample(group, min(each, len(group)))]
    return [_mutant(body, path, how) for body, path, how in chosen]


def _places(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every place of an object with every mistake that fits what stands there."""
    yield from ((path, how) for how in _MISTAKES if path and _fits(how, value, path))
    if not path:
        yield path, "an unknown field"
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _places(inner, (*path, key))


def _fits(how: str, value: Any, path: Path) -> bool:
    labels = bool(_LABELS.intersection(map(str, path)))
    amount = bool(_AMOUNTS.intersection(map(str, path)))
    if how in _OF_TEXT:
        return isinstance(value, str)
    if how in _OF_AMOUNTS:
        return isinstance(value, str) and amount
    if how in _OF_NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    if how in _OF_LISTS:
        return isinstance(value, list)
    if how in _OF_MAPPINGS:
        return isinstance(value, dict) and (how != "a label that is none" or labels)
    return True


_OF_TEXT: dict[str, Callable[[Any], Any]] = {
    "a number for text": lambda value: 7,
    "a list for text": lambda value: [value],
    "no text": lambda value: "",
    "a word of no list": lambda value: "Some Times",
    "300 letters": lambda value: "x" * 300,
    "capital letters": lambda value: value.upper() + "X",
}
_OF_AMOUNTS: dict[str, Callable[[Any], Any]] = {
    "a unit of no quantity": lambda value: "64MiB",
    "a quantity below nothing": lambda value: "-1",
    "two points in a quantity": lambda value: "1.2.3",
}
_OF_NUMBERS: dict[str, Callable[[Any], Any]] = {
    "a word for a number": lambda value: "seven",
    "a number below nothing": lambda value: -1,
    "nought": lambda value: 0,
    "a number beyond ports": lambda value: 70000,
    "a number beyond 32 bits": lambda value: 2**31,
    "a fraction": lambda value: 1.5,
}
_OF_LISTS: dict[str, Callable[[Any], Any]] = {
    "a mapping for a list": lambda value: {"first": "x"},
    "an empty list": lambda value: [],
    "the first element twice": lambda value: [*value, *copy.deepcopy(value[:1])],
    "an element that is a number": lambda value: [*value, 7],
}
_OF_MAPPINGS: dict[str, Callable[[Any], Any]] = {
    "text for a mapping": lambda value: "text",
    "an empty mapping": lambda value: {},
    "an unknown field": lambda value: {**value, "unheardOf": "x"},
    "a label that is none": lambda value: {**value, "no key!": "x"},
}
_OF_ALL: dict[str, Callable[[Any], Any]] = {"null": lambda value: None, "left out": lambda value: None}
_MISTAKES = {**_OF_TEXT, **_OF_AMOUNTS, **_OF_NUMBERS, **_OF_LISTS, **_OF_MAPPINGS, **_OF_ALL}


def _mutant(body: Body, path: Path, how: str) -> Mutant:
    changed: Any = {"": copy.deepcopy(body)}
    holder: Any = changed
    key: str | int = ""
    for step in path:
        holder, key = holder[key], step
    if how == "left out":
        del holder[key]
    else:
        holder[key] = _MISTAKES[how](holder[key])
    return Mutant(changed[""], body["kind"], body["metadata"]["name"], join(*path), how)
