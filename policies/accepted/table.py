"""Tables of checks by path, compiled to a tree, and the walk over a body along it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Found = tuple[Path, str]
"""Where, from the value that was checked, and what is wrong there."""
Check = Callable[[Any], Iterator[Found]]
Table = Mapping[str, Check]
"""Paths such as "spec/ports/*/port" to what is demanded there; "*" is every element of a list or value of a mapping,
"" the object itself. What is absent, null or of another type is never asked: the schema speaks of types."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Checks at one place, and the places below it."""

    checks: list[Check] = field(default_factory=list)
    below: dict[str, "Tree"] = field(default_factory=dict)

    def add(self, table: Table, prefix: str = "") -> "Tree":
        """The same tree with a table more, below `prefix`. Returns itself."""
        for path, check in table.items():
            here = self
            for step in filter(None, [*prefix.split("/"), *path.split("/")]):
                here = here.below.setdefault(step, Tree())
            here.checks.append(check)
        return self

    def walk(self, value: Any, path: Path = ()) -> Iterator[Found]:
        """What is wrong with a value and all below it."""
        if value is None:
            return
        for check in self.checks:
            for more, message in check(value):
                yield (*path, *more), message
        for step, tree in self.below.items():
            if step == "*":
                for key, inner in _items(value):
                    yield from tree.walk(inner, (*path, key))
            elif isinstance(value, dict) and step in value:
                yield from tree.walk(value[step], (*path, step))


def _items(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from ((str(key), inner) for key, inner in value.items())
    elif isinstance(value, list):
        # The API server reads a null element as an empty one.
        yield from ((index, {} if inner is None else inner) for index, inner in enumerate(value))
