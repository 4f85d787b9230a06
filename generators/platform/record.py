"""Mappings: those with known keys (records), and those whose keys are names that people choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.said import Map, Said, found
from generators.platform.shape import Key, Schema, Shape, Wrong, unknown_key
from generators.platform.values import Sourced
from manifests.pointer import child

Value = TypeVar("Value")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys of one mapping, read. A key that is absent or wrong has no value; `said` are those that were written."""

    source: str
    said: frozenset[str] = frozenset()
    values: Mapping[str, Any] = field(default_factory=dict)

    def of(self, key: Key[Value]) -> Value | None:
        """What the key holds; None where it is absent or wrong."""
        value: Value | None = self.values.get(key.name)
        return value

    def all(self, key: Key[tuple[Value, ...]]) -> tuple[Value, ...]:
        """What the key holds; nothing where it is absent or wrong."""
        return self.of(key) or ()

    def plain(self, key: Key[Sourced[Value]], otherwise: Value) -> Value:
        """The key's value without its pointer."""
        value = self.of(key)
        return otherwise if value is None else value.value


Check = Callable[[Fields], Iterable[Fault]]


def read_fields(said: Map, keys: Iterable[Key[Any]], required: Iterable[str] = (), where: str = "") -> Outcome[Fields]:
    """Every key of the mapping. There always is a value, with the keys that are right."""
    by_name = {key.name: key for key in keys}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, place in said.entries.items():
        key = by_name.get(name)
        if key is None:
            faults.append(unknown_key(place, name, by_name, where))
            continue
        outcome = key.parse(place)
        faults.extend(outcome.faults)
        if outcome.value is not None and not outcome.faults:
            values[name] = outcome.value
    misspelt = {fault.meant for fault in faults}
    for name in sorted(required):
        missing = child(said.source, name)
        if name not in said.entries and missing not in misspelt:
            remedy = f"write for example `{by_name[name].example}`"
            faults.append(Fault(said.source, f"the key `{name}` is missing", remedy, meant=missing))
    return Outcome(Fields(said.source, frozenset(said.entries), values), tuple(faults))


def record(
    keys: tuple[Key[Any], ...],
    build: Callable[[Fields], Made],
    required: tuple[str, ...] = (),
    checks: tuple[Check, ...] = (),
) -> Shape[Made]:
    """A mapping with these keys. `checks` also see fields of which some are wrong, `build` only those without fault."""

    def parse(said: Said) -> Outcome[Made]:
        if not isinstance(said, Map):
            return wrong(Fault(said.source, f"must be a mapping of {', '.join(names)}, found {found(said)}"))
        read = read_fields(said, keys, required)
        fields = read.value or Fields(said.source)
        faults = (*read.faults, *(fault for check in checks for fault in check(fields)))
        return Outcome(None, faults) if faults else Outcome(build(fields))

    names = [key.name for key in keys]
    return Shape(parse, record_schema(keys, required))


def record_schema(keys: Iterable[Key[Any]], required: Iterable[str] = ()) -> Schema:
    """The JSON Schema of a mapping with these keys."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {key.name: key_schema(key) for key in keys},
        "additionalProperties": False,
    }
    return schema | ({"required": sorted(required)} if required else {})


def key_schema(key: Key[Any]) -> Schema:
    """The JSON Schema of one key, with its description and example."""
    return {**key.shape.schema, "description": f"{key.description} Example: {key.example}"}


def named(
    name_check: Callable[[str], None], name_schema: Schema, shape: Shape[Value], make: Callable[[str, Value], Made]
) -> Shape[tuple[Made, ...]]:
    """A mapping whose keys people choose, sorted by them. `name_check` raises Wrong for a key that may not be."""

    def parse(said: Said) -> Outcome[tuple[Made, ...]]:
        if not isinstance(said, Map):
            return wrong(Fault(said.source, f"must be a mapping, found {found(said)}"))
        faults: list[Fault] = []
        made: list[Made] = []
        for name in sorted(said.entries):
            place = said.entries[name]
            try:
                name_check(name)
            except Wrong as error:
                faults.append(Fault(place.source, error.problem, error.remedy, at_key=True))
            outcome = shape.parse(place)
            faults.extend(outcome.faults)
            if outcome.value is not None:
                made.append(make(name, outcome.value))
        return Outcome(None, tuple(faults)) if faults else Outcome(tuple(made))

    schema = {"type": "object", "propertyNames": name_schema, "additionalProperties": shape.schema}
    return Shape(parse, schema)
