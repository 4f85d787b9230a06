"""Lists."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from generators.platform.fault import Fault, Outcome, shown, wrong
from generators.platform.said import Items, Said, found
from generators.platform.shape import Shape

Value = TypeVar("Value")


def list_of(
    shape: Shape[Value], what: str, same: Callable[[Value], Hashable] | None = None, least: int = 1
) -> Shape[tuple[Value, ...]]:
    """A list of at least `least`. `same` gives what no two items may share; `what` names the items."""

    def parse(said: Said) -> Outcome[tuple[Value, ...]]:
        if not isinstance(said, Items):
            return wrong(Fault(said.source, f"must be a list of {what}, found {found(said)}"))
        if len(said.items) < least:
            return wrong(Fault(said.source, f"must be a list of {what}, found an empty list"))
        outcomes = [shape.parse(item) for item in said.items]
        faults = [fault for outcome in outcomes for fault in outcome.faults]
        values = tuple(outcome.value for outcome in outcomes if outcome.value is not None)
        if same is not None:
            seen: set[Hashable] = set()
            for item, outcome in zip(said.items, outcomes, strict=True):
                if outcome.value is not None:
                    identity = same(outcome.value)
                    if identity in seen:
                        faults.append(Fault(item.source, f"{shown(str(identity))} stands here twice", "remove one"))
                    seen.add(identity)
        return Outcome(None, tuple(faults)) if faults else Outcome(values)

    return Shape(parse, {"type": "array", "items": shape.schema, "minItems": least})
