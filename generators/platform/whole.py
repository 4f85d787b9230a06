"""platform.yaml and the files that it includes, as one: the same pointers as if one file said it all.

An included file says components and what differs in environments of them, nothing else: whoever owns the file owns
those components whole, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generators.platform import include, top
from generators.platform.document import PlatformDocument
from generators.platform.environment import COMPONENTS as DIFFERENCES
from generators.platform.fault import Fault
from generators.platform.positions import Positions
from generators.platform.record import Fields, read_fields
from generators.platform.said import Map, Said, said
from manifests.errors import Mistake
from manifests.nearest import way_out

INCLUDED_KEYS = (top.COMPONENTS, include.ENVIRONMENTS)
INCLUDED_REQUIRED = ("components",)
_OF_PLATFORM_ALONE = frozenset(key.name for key in top.KEYS) - {key.name for key in INCLUDED_KEYS}


@dataclass(frozen=True, slots=True)
class Whole:
    """What all files say together, and where. `complete`: false where a file's components could not be read."""

    said: Map
    positions: Positions
    mistakes: tuple[Mistake, ...] = ()
    complete: bool = True


@dataclass(slots=True)
class _Merge:
    """The whole while files are added to it. None is what platform.yaml says in no form that could hold more.

    `differences`: environment -> component -> what differs, for each environment that can hold more.
    """

    platform: PlatformDocument
    components: dict[str, Said] | None
    environments: Mapping[str, Said] | None
    differences: dict[str, dict[str, Said]]
    owners: dict[tuple[str, ...], Positions] = field(default_factory=dict)


def whole(platform: PlatformDocument, included: Iterable[PlatformDocument]) -> Whole:
    """One tree of all. Of what two files say, the first one counts: platform.yaml, then by the names of the files."""
    said_first = said(platform.root)
    assert isinstance(said_first, Map)
    entries = dict(said_first.entries)
    base, there = entries.get("components"), entries.get("environments")
    merge = _Merge(
        platform,
        dict(base.entries) if isinstance(base, Map) else {} if base is None else None,
        there.entries if isinstance(there, Map) else None,
        dict(_differences(there)),
    )
    mistakes: list[Mistake] = []
    complete = True
    for document in sorted(included, key=lambda each: each.file):
        read = said(document.root)
        assert isinstance(read, Map)
        alone = {name: place for name, place in read.entries.items() if name in _OF_PLATFORM_ALONE}
        fields = read_fields(read.without(alone), INCLUDED_KEYS, INCLUDED_REQUIRED)
        faults = [
            Fault(place.source, f"only {platform.file} says `{name}`", "write it there", at_key=True)
            for name, place in alone.items()
        ]
        faults += fields.faults
        complete = complete and (fields.value is not None and fields.value.of(top.COMPONENTS) is not None)
        faults += _add(merge, document, fields.value or Fields(""))
        mistakes += [fault.mistake(document.positions) for fault in faults]
    if merge.components:
        entries["components"] = Map(merge.components, "/components")
    if isinstance(there, Map):
        entries["environments"] = Map(dict(_with_differences(there, merge.differences)), there.source)
    positions = Positions(platform.file, platform.root, merge.owners)
    return Whole(Map(entries, ""), positions, tuple(mistakes), complete)


def _add(merge: _Merge, document: PlatformDocument, fields: Fields) -> Iterator[Fault]:
    """Put what the file says into the whole; what is said elsewhere already is a fault."""
    own = fields.of(top.COMPONENTS) or Map({}, "")
    if merge.components is not None:
        for name, place in own.entries.items():
            if name in merge.components:
                other = merge.owners.get(("components", name), merge.platform.positions).file
                yield Fault(
                    place.source, f"the component `{name}` stands in {other} already", "keep one of them", at_key=True
                )
                continue
            merge.components[name] = place
            merge.owners["components", name] = document.positions
    differing = fields.of(include.ENVIRONMENTS) or Map({}, "")
    if merge.environments is None:
        return
    for name, place in differing.entries.items():
        if name not in merge.environments:
            problem = f"{merge.platform.file} has no environment `{name}`"
            yield Fault(place.source, problem, way_out(name, merge.environments), at_key=True)
        elif isinstance(place, Map):
            yield from _differ(merge, document, name, place, own)


def _differ(merge: _Merge, document: PlatformDocument, environment: str, place: Map, own: Map) -> Iterator[Fault]:
    differences, entries = place.get(DIFFERENCES.name), merge.differences.get(environment)
    if not isinstance(differences, Map) or entries is None:
        return
    for name, wish in differences.entries.items():
        key = ("environments", environment, DIFFERENCES.name, name)
        if name not in own.entries:
            remedy = f"write it in {merge.platform.file}, or in the file of that component"
            yield Fault(wish.source, f"this file has no component `{name}`", remedy, at_key=True)
        elif name in entries:
            other = merge.owners.get(key, merge.platform.positions).file
            yield Fault(
                wish.source, f"{other} says already what differs of `{name}` here", "keep one of them", at_key=True
            )
        else:
            entries[name] = wish
            merge.owners[key] = document.positions


def _differences(environments: Said | None) -> Iterator[tuple[str, dict[str, Said]]]:
    for name, place in environments.entries.items() if isinstance(environments, Map) else ():
        there = place.get(DIFFERENCES.name) if isinstance(place, Map) else place
        if there is None:
            yield name, {}
        elif isinstance(there, Map):
            yield name, dict(there.entries)


def _with_differences(environments: Map, differences: Mapping[str, dict[str, Said]]) -> Iterator[tuple[str, Said]]:
    """The environments, each with all that is said of its components."""
    for name, place in environments.entries.items():
        if isinstance(place, Map) and differences.get(name):
            source = f"{place.source}/{DIFFERENCES.name}"
            yield name, Map({**place.entries, DIFFERENCES.name: Map(differences[name], source)}, place.source)
        else:
            yield name, place
