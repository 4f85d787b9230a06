"""Names that differ by one slip of the hand, or by the hash that kustomize appends."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policies.world import World

LABEL = "label"
_SHORTEST = 5
# kustomize's hash: ten of these characters (api/hasher, encode).
_HASHED = re.compile(r"(.+)-[2456789bcdfghkmt]{10}")

Group = tuple[str, str, str]
"""API group, kind and namespace."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The names of one group by what is left of them without one character, and without kustomize's hash."""

    shortened: Mapping[str, tuple[str, ...]]
    hashed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NearNames:
    """The names of each group, each name once. A group is gone through when it is first asked about: most never are."""

    names: Mapping[Group, Iterable[str]]
    _known: dict[Group, _Group] = field(default_factory=dict, init=False, repr=False, compare=False)

    def _of(self, group: Group) -> _Group:
        found = self._known.get(group)
        if found is None:
            found = self._known[group] = _gone_through(self.names.get(group, ()))
        return found

    def twin(self, group: str, kind: str, namespace: str, name: str) -> str | None:
        """A name that is the same but for kustomize's hash, on either side."""
        return self._of((group, kind, namespace)).hashed.get(without_hash(name))

    def near(self, group: str, kind: str, namespace: str, name: str) -> str | None:
        """The only name that one slip makes of this one. Digits are no slip: they count things."""
        if len(name) < _SHORTEST:
            return None
        shortened = self._of((group, kind, namespace)).shortened
        found = {
            other
            for left in _shortened(name)
            for other in shortened.get(left, ())
            if other != name and len(other) >= _SHORTEST and _is_slip(name, other)
        }
        return next(iter(found)) if len(found) == 1 else None


def near_names(world: World) -> NearNames:
    """The names of objects; for `World.index`: built only where something is missing."""
    return collected((item.group, item.kind, item.namespace, item.name) for item in world.objects)


def near_labels(world: World) -> NearNames:
    """The labels of pods, as a group of their own with the key for a kind; for `World.index`."""
    return collected(
        (LABEL, key, workload.object.namespace, value)
        for workload in world.workloads
        for key, value in workload.pod.labels.items()
    )


def collected(places: Iterable[tuple[str, str, str, str]]) -> NearNames:
    """Of group, kind, namespace and name."""
    names: dict[Group, dict[str, None]] = {}
    for group, kind, namespace, name in places:
        names.setdefault((group, kind, namespace), {})[name] = None
    return NearNames(names)


def _gone_through(names: Iterable[str]) -> _Group:
    shortened: dict[str, list[str]] = {}
    hashed: dict[str, str] = {}
    for name in names:
        for left in set(_shortened(name)):
            shortened.setdefault(left, []).append(name)
        hashed.setdefault(without_hash(name), name)
    return _Group({left: tuple(found) for left, found in shortened.items()}, hashed)


def without_hash(name: str) -> str:
    """The name as it was before kustomize appended a hash."""
    match = _HASHED.fullmatch(name)
    return match[1] if match is not None else name


def _shortened(name: str) -> Iterator[str]:
    """The name, and all that is left of it without one character: two names a slip apart share one of these."""
    yield name
    for index in range(len(name)):
        yield name[:index] + name[index + 1 :]


def _is_slip(one: str, other: str) -> bool:
    """Whether one character was added, left out or mistaken, or two neighbours changed places; none of them a digit."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    if any(character.isdigit() for character in left + right):
        return False
    return (len(left) <= 1 and len(right) <= 1) or (len(left) == 2 and left == right[::-1])
