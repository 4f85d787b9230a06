"""`include`: which other files say components, and what such a file may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from generators.input_files import COMPONENTS_FOLDER
from generators.platform import environment
from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.record import record
from generators.platform.said import Leaf, Map, Said, found
from generators.platform.sequence import list_of
from generators.platform.shape import Key, Shape, Wrong, leaf
from generators.platform.shapes.text import text_of
from generators.platform.values import Sourced

_SEGMENT: Final = "[A-Za-z0-9_*?-][A-Za-z0-9_.*?-]*"
_PATTERN: Final = re.compile(rf"{COMPONENTS_FOLDER}(?:/(?!\*\*){_SEGMENT})*/(?!\*\*){_SEGMENT}\.yaml")
_EXAMPLE: Final = f"include: [{COMPONENTS_FOLDER}/*.yaml]"


@dataclass(frozen=True, slots=True)
class Found:
    """What the patterns mean: the texts of the files, by path from the root, and what is wrong with the patterns."""

    texts: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


Find = Callable[[tuple[Sourced[str], ...]], Found]
"""Reads the files that the patterns mean. Raises UserError for what cannot be read."""


def no_files(patterns: tuple[Sourced[str], ...]) -> Found:
    """For a platform without a folder around it: no pattern means a file."""
    return Found({}, tuple(no_match(pattern) for pattern in patterns))


def no_match(pattern: Sourced[str]) -> Fault:
    """What is said of a pattern that means nothing."""
    return Fault(pattern.source, f"no file is named {found(Leaf(pattern.value, '', ''))}", "add one, or leave it out")


def _pattern(place: Leaf) -> str:
    expected = f"a path below {COMPONENTS_FOLDER}/ that ends in .yaml (* and ? stand for letters of one name)"
    text = text_of(place, expected)
    if not _PATTERN.fullmatch(text):
        raise Wrong(f"must be {expected}, found {found(place)}", f"write for example `{_EXAMPLE}`")
    return text


_PATHS: Final = leaf(
    _pattern,
    f"a path below {COMPONENTS_FOLDER}/",
    {"type": "string", "pattern": rf"^{COMPONENTS_FOLDER}/[A-Za-z0-9_.*?/-]+\.yaml$"},
)
INCLUDE: Final = Key(
    "include",
    list_of(_PATHS, "paths", same=lambda path: path.value),
    f"Files below {COMPONENTS_FOLDER}/ that say components too, for example one for each team.",
    _EXAMPLE,
)


def _environments(said: Said) -> Outcome[Map]:
    """Each environment a mapping with the one key `components`, itself a mapping; the whole is read later."""
    if not isinstance(said, Map):
        return wrong(Fault(said.source, f"must be a mapping, found {found(said)}"))
    outcomes = [_ONE.parse(each) for each in said.entries.values()]
    faults = tuple(fault for outcome in outcomes for fault in outcome.faults)
    return Outcome(None, faults) if faults else Outcome(said)


_ONE: Final = record((environment.COMPONENTS,), lambda fields: fields.of(environment.COMPONENTS))
ENVIRONMENTS: Final = Key(
    "environments",
    Shape(_environments, {"type": "object"}),
    "What differs in an environment, of this file's own components.",
    "environments: {dev: {components: {frontend: {replicas: 1}}}}",
)
