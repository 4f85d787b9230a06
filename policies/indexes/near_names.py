"""Names that differ by one slip of the hand, or by the hash that kustomize appends."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policies.world import World

LABEL = "label"
_SHORTEST = 5
# kustomize's hash: ten of these characters (api/hasher, encode).
_HASHED = re.compile(r"(.+)-[2456789bcdfghkmt]{10}")

Place = tuple[str, str, str, str]
"""API group, kind, namespace, and a name or what is left of one."""


@dataclass(frozen=True, slots=True)
class NearNames:
    """Names by what is left of them without one character, and without kustomize's hash."""

    shortened: Mapping[Place, tuple[str, ...]]
    hashed: Mapping[Place, str]

    def twin(self, group: str, kind: str, namespace: str, name: str) -> str | None:
        """A name that is the same but for kustomize's hash, on either side."""
        return self.hashed.get((group, kind, namespace, without_hash(name)))

    def near(self, group: str, kind: str, namespace: str, name: str) -> str | None:
        """The only name that one slip makes of this one. Digits are no slip: they count things."""
        if len(name) < _SHORTEST:
            return None
        found = {
            other
            for left in _shortened(name)
            for other in self.shortened.get((group, kind, namespace, left), ())
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


def collected(places: Iterable[Place]) -> NearNames:
    shortened: dict[Place, list[str]] = {}
    hashed: dict[Place, str] = {}
    for group, kind, namespace, name in dict.fromkeys(places):
        for left in set(_shortened(name)):
            shortened.setdefault((group, kind, namespace, left), []).append(name)
        hashed.setdefault((group, kind, namespace, without_hash(name)), name)
    return NearNames({place: tuple(names) for place, names in shortened.items()}, hashed)


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
