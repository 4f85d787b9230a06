"""Where two objects differ, field by field, list elements found by their names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manifests.pointer import child, escape, join

Path = tuple[str, ...]
_DEEPEST = 100
_NAMING_KEYS = ("name", "containerPort", "mountPath", "port", "key", "topologyKey", "host")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place. `path` names list elements, `pointer` counts them in the first object; what is absent is None."""

    path: Path
    pointer: str
    mine: Any
    theirs: Any

    @property
    def shown(self) -> str:
        return join(*self.path)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two bodies are compared: which paths may differ, and what a text of either says in every environment."""

    may_differ: Callable[[Path], bool]
    mine: Callable[[str], str]
    theirs: Callable[[str], str]

    def differences(self, mine: Any, theirs: Any, path: Path = (), pointer: str = "") -> Iterator[Difference]:
        """Every place that differs and may not; what is absent on one side is told once, as a whole."""
        if len(path) > _DEEPEST or self._is_equal(mine, theirs) or self.may_differ(path):
            return
        pairs = list(self._pairs(mine, theirs, path, pointer))
        if not pairs:
            yield Difference(path, pointer, mine, theirs)
            return
        found = [list(self.differences(*pair)) for pair in pairs]
        if (mine is None or theirs is None) and all(found):
            yield Difference(path, pointer, mine, theirs)
            return
        for each in found:
            yield from each

    def _is_equal(self, mine: Any, theirs: Any) -> bool:
        if isinstance(mine, str) and isinstance(theirs, str):
            return self.mine(mine) == self.theirs(theirs)
        if mine is None or theirs is None:
            return not (mine or theirs) and not isinstance(mine or theirs, bool | int | float | str)
        return bool(mine == theirs)

    def _pairs(self, mine: Any, theirs: Any, path: Path, pointer: str) -> Iterator[tuple[Any, Any, Path, str]]:
        """What to compare one level below; nothing where the values can only be compared as a whole."""
        if _are(Mapping, mine, theirs):
            for key in dict.fromkeys([*(mine or {}), *(theirs or {})]):
                token = str(key)
                yield (mine or {}).get(key), (theirs or {}).get(key), (*path, token), child(pointer, token)
        elif _are(list, mine, theirs):
            yield from self._elements(mine or [], theirs or [], path, pointer)

    def _elements(
        self, mine: list[Any], theirs: list[Any], path: Path, pointer: str
    ) -> Iterator[tuple[Any, Any, Path, str]]:
        named = _named(mine, self.mine), _named(theirs, self.theirs)
        if named[0] is not None and named[1] is not None:
            for name in dict.fromkeys([*named[0], *named[1]]):
                index = named[0].get(name)
                other = named[1].get(name)
                place = pointer if index is None else child(pointer, index)
                yield (
                    None if index is None else mine[index],
                    None if other is None else theirs[other],
                    (*path, name),
                    place,
                )
        elif len(mine) == len(theirs):
            for index, (one, two) in enumerate(zip(mine, theirs, strict=True)):
                yield one, two, (*path, str(index)), child(pointer, index)


def _are(kind: type, mine: Any, theirs: Any) -> bool:
    """Whether both are of this type, one of them perhaps absent."""
    return isinstance(mine, kind | None) and isinstance(theirs, kind | None)


def _named(items: list[Any], neutral: Callable[[str], str]) -> dict[str, int] | None:
    """The index of each element by its name, None where some have none, or two the same."""
    names: dict[str, int] = {}
    for index, item in enumerate(items):
        key = next((key for key in _NAMING_KEYS if isinstance(item, Mapping) and key in item), None)
        name = neutral(str(item[key])) if key is not None else ""
        if key is None or name in names:
            return None
        names[name] = index
    return names


def path_matcher(globs: Sequence[str]) -> Callable[[Path], bool]:
    """Whether a path, or one above it, matches a glob: `*` is any name, `**` any number of them."""
    if not globs:
        return lambda path: False
    expression = re.compile("|".join(f"(?:{_expression(glob)})" for glob in globs))
    return lambda path: expression.match("".join(f"{escape(token)}/" for token in path)) is not None


def _expression(glob: str) -> str:
    """For a path that ends in a slash, so that a match ends where a name does."""
    parts = ("(?:[^/]+/)*" if each == "**" else _segment(each) + "/" for each in glob.strip("/").split("/"))
    return "".join(parts)


def _segment(glob: str) -> str:
    return "".join("[^/]*" if character == "*" else re.escape(character) for character in glob)
