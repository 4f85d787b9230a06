"""What an environment may say about a component: one table, and the merge that follows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.said import Items, Leaf, Map, Said, found
from manifests.nearest import way_out
from manifests.pointer import split


@dataclass(frozen=True, slots=True)
class Replace:
    """What the environment says stands instead."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Mappings merge by key, at every depth. `null_removes`: nothing as a value takes the base's key away."""

    null_removes: bool = False


@dataclass(frozen=True, slots=True)
class Only:
    """A mapping, which the base must have, in which only these keys may differ."""

    keys: Mapping[str, Way]


@dataclass(frozen=True, slots=True)
class EachOnly:
    """A list as long as the base's; in each item only these keys may differ."""

    keys: Mapping[str, Way]


Way = Replace | Merge | Only | EachOnly

ENABLED: Final = "enabled"
EXTERNAL: Final = "external"

OVERRIDES: Final[Mapping[str, Way]] = {
    "config": Merge(null_removes=True),
    ENABLED: Replace(),
    EXTERNAL: Replace(),
    "instances": Replace(),
    "max_connections": Replace(),
    "replicas": Replace(),
    "resources": Merge(),
    "routes": EachOnly({"host": Replace()}),
    "scale": Only({"between": Replace()}),
    "schedule": Replace(),
    "storage": Replace(),
}
"""The table. Every other path is an error that names it. ENABLED and EXTERNAL are of the environment alone."""


def allowed() -> str:
    """The table's contents, as people write paths."""
    return ", ".join(path for name, way in OVERRIDES.items() for path in _paths(name, way))


def merged(base: Map, over: Map, known: frozenset[str]) -> Outcome[Said]:
    """The component as the environment wants it. `known` are all keys of components, to tell a slip from a wish.

    There always is a value: what may not be said is left out.
    """
    return _only(base, over, OVERRIDES, known)


def _paths(name: str, way: Way) -> list[str]:
    if isinstance(way, Only):
        return [f"{name}.{path}" for key, inner in way.keys.items() for path in _paths(key, inner)]
    if isinstance(way, EachOnly):
        return [f"{name}[].{path}" for key, inner in way.keys.items() for path in _paths(key, inner)]
    return [name]


def _only(base: Map, over: Map, ways: Mapping[str, Way], known: frozenset[str]) -> Outcome[Said]:
    entries = dict(base.entries)
    faults: list[Fault] = []
    for name, wish in over.entries.items():
        way = ways.get(name)
        if way is None:
            faults.append(_not_allowed(name, wish, ways, known))
            continue
        outcome = _one(entries.get(name), wish, way)
        faults.extend(outcome.faults)
        if outcome.value is not None:
            entries[name] = outcome.value
    return Outcome(Map(entries, base.source), tuple(faults))


def _not_allowed(name: str, wish: Said, ways: Mapping[str, Way], known: frozenset[str]) -> Fault:
    if name in known:
        return Fault(
            wish.source, f"`{name}` may not differ between environments", f"only these may: {allowed()}", at_key=True
        )
    return Fault(wish.source, f"unknown key `{name}`", way_out(name, ways), at_key=True)


def _one(base: Said | None, over: Said, way: Way) -> Outcome[Said]:
    if isinstance(way, Replace):
        return Outcome(over)
    if isinstance(way, Merge):
        return Outcome(_deep(base, over, way.null_removes))
    if isinstance(way, Only):
        return _inside(base, over, way)
    return _each(base, over, way)


def _deep(base: Said | None, over: Said, null_removes: bool) -> Said:
    if not isinstance(over, Map) or (base is not None and not isinstance(base, Map)):
        return over
    ground = base if isinstance(base, Map) else Map({}, over.source)
    entries = dict(ground.entries)
    for name, wish in over.entries.items():
        if null_removes and isinstance(wish, Leaf) and wish.value is None:
            entries.pop(name, None)
        else:
            entries[name] = _deep(entries.get(name), wish, null_removes)
    return Map(entries, ground.source)


def _inside(base: Said | None, over: Said, way: Only) -> Outcome[Said]:
    if not isinstance(over, Map):
        return wrong(
            Fault(
                over.source,
                f"must be a mapping of {', '.join(way.keys)}, found {found(over)}",
                f"write for example `{{{next(iter(way.keys))}: ...}}`",
            )
        )
    if base is None:
        return _nothing_to_override(over)
    return _only(base, over, way.keys, _names(base)) if isinstance(base, Map) else Outcome(base)


def _each(base: Said | None, over: Said, way: EachOnly) -> Outcome[Said]:
    if base is None:
        return _nothing_to_override(over)
    if not isinstance(base, Items):
        return Outcome(base)
    if not isinstance(over, Items) or len(over.items) != len(base.items):
        what = f"{len(over.items)} items" if isinstance(over, Items) else found(over)
        return wrong(
            Fault(
                over.source,
                f"must be a list as long as the component's ({len(base.items)}), found {what}",
                "write one item for each, in their order",
            )
        )
    outcomes = [_inside(old, new, Only(way.keys)) for old, new in zip(base.items, over.items, strict=True)]
    items = tuple(outcome.value or old for outcome, old in zip(outcomes, base.items, strict=True))
    return Outcome(Items(items, base.source), tuple(fault for outcome in outcomes for fault in outcome.faults))


def _nothing_to_override(over: Said) -> Outcome[Said]:
    name = split(over.source)[-1]
    return wrong(Fault(over.source, f"the component has no `{name}` to override", "leave it out", at_key=True))


def _names(base: Map) -> frozenset[str]:
    return frozenset(base.entries)
