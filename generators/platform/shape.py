"""The parts that definitions are made of: a shape reads one value, a key is a shape with a name and a description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.said import Leaf, Said, found
from generators.platform.values import Sourced
from manifests.nearest import nearest, way_out
from manifests.pointer import child, parent

Value = TypeVar("Value")
Schema = Mapping[str, Any]


class Wrong(Exception):
    """Raised by a conversion: what must be, and the way out where it is known."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Shape(Generic[Value]):
    """How one value is read, and the same as JSON Schema."""

    parse: Callable[[Said], Outcome[Value]]
    schema: Schema


@dataclass(frozen=True, slots=True)
class Key(Generic[Value]):
    """One key of platform.yaml. `example` is a line that is right, offered where a fault has no remedy of its own."""

    name: str
    shape: Shape[Value]
    description: str
    example: str

    def parse(self, said: Said) -> Outcome[Value]:
        """What the key holds; faults without a remedy get the example."""
        if isinstance(said, Leaf):
            return self._parse(said)
        known = said.read.get(id(self))
        if known is None:
            known = said.read[id(self)] = self, self._parse(said)
        return known[1]

    def _parse(self, said: Said) -> Outcome[Value]:
        outcome = self.shape.parse(said)
        if all(fault.remedy for fault in outcome.faults):
            return outcome
        remedy = f"write for example `{self.example}`"
        return Outcome(
            outcome.value, tuple(each if each.remedy else replace(each, remedy=remedy) for each in outcome.faults)
        )


def leaf(convert: Callable[[Leaf], Value], expected: str, schema: Schema) -> Shape[Sourced[Value]]:
    """A scalar. `convert` raises Wrong; `expected` is said where a list or mapping is found."""

    def parse(said: Said) -> Outcome[Sourced[Value]]:
        if not isinstance(said, Leaf):
            return wrong(Fault(said.source, f"must be {expected}, found {found(said)}"))
        try:
            return Outcome(Sourced(convert(said), said.source))
        except Wrong as error:
            return wrong(Fault(said.source, error.problem, error.remedy))

    return Shape(parse, schema)


def unknown_key(place: Said, name: str, known: Iterable[str], of: str = "") -> Fault:
    """`place` is what stands under the unknown key; `of` may say where it is unknown (" of type web")."""
    names = list(known)
    near = nearest(name, names)
    meant = child(parent(place.source), near) if near else ""
    told = name if len(name) <= 60 else f"{name[:57]}..."
    return Fault(place.source, f"unknown key `{told}`{of}", way_out(name, names), at_key=True, meant=meant)
