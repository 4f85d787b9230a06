"""The guarded JSON6902 patch that turns a base object into an environment's (RFC 6902).

jsonpatch's own differ is not used: the order of its operations follows Python's hash seed, and the `move` operations it
finds cannot be guarded. Its `apply` is the judge in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from manifests import pointer

Operation = dict[str, Any]


def guarded_patch(base: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Operation]:
    """The operations that make `wanted` of `base`.

    A path through a list index is preceded by a `test` of that element's `name`, so that a moved index fails the
    build instead of patching a neighbour. A list whose elements have no names is replaced as a whole.
    """
    operations: list[Operation] = []
    guarded: set[str] = set()
    for operation, guards in _differences(base, wanted, "", ()):
        for guard, name in guards:
            if guard not in guarded:
                guarded.add(guard)
                operations.append({"op": "test", "path": guard, "value": name})
        operations.append(operation)
    return operations


Guards = tuple[tuple[str, str], ...]


def _differences(base: Any, wanted: Any, path: str, guards: Guards) -> Iterator[tuple[Operation, Guards]]:
    if isinstance(base, Mapping) and isinstance(wanted, Mapping):
        for key in base:
            if key not in wanted:
                yield {"op": "remove", "path": pointer.child(path, key)}, guards
        for key, value in wanted.items():
            child = pointer.child(path, key)
            if key not in base:
                yield {"op": "add", "path": child, "value": value}, guards
            else:
                yield from _differences(base[key], value, child, guards)
    elif _same_names(base, wanted):
        for index, (left, right) in enumerate(zip(base, wanted, strict=True)):
            child = pointer.child(path, index)
            guard = (pointer.child(child, "name"), str(right["name"]))
            yield from _differences(left, right, child, (*guards, guard))
    elif not same(base, wanted):
        yield {"op": "replace", "path": path, "value": wanted}, guards


def _same_names(base: Any, wanted: Any) -> bool:
    names = _names(base)
    return names is not None and names == _names(wanted)


def _names(items: Any) -> list[str] | None:
    if not isinstance(items, list) or not items:
        return None
    names = [item["name"] for item in items if isinstance(item, Mapping) and isinstance(item.get("name"), str)]
    return names if len(names) == len(items) else None


def same(left: Any, right: Any) -> bool:
    """Equality as JSON has it: `True` is not 1, and `1` is not `1.0`."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    return type(left) is type(right) and bool(left == right)
