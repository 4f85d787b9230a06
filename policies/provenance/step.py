"""One thing on the way from a base to the rendered field."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from manifests.reader import Scalar
from policies.finding import Location
from policies.provenance.embedded import Text


class Strength(IntEnum):
    """What a step does to the field. Of two steps the later one holds, unless it is weaker than RENAMES allows."""

    NEAR = 0
    """The object's own file, where the field is missing: the deepest ancestor that exists."""
    MAYBE = 1
    """What may set the field, or take it away, and does not say so: a transformer, a patch of something above it."""
    RENAMES = 2
    """An `images:` entry that changes only the name: the tag before it stays."""
    SETS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be left out of a kustomization: the file, the list, and the index in it."""

    file: str
    key: str
    index: int


@dataclass(frozen=True, slots=True)
class Spot:
    """The value that a step sets: a scalar of `text`, or the part of it after `prefix` (`KEY=` of a literal)."""

    text: Text
    node: Scalar
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`role` says what it is, as in "patch". `removes`: the field is gone after it. `spot` is None where the value is
    no scalar of a file; `entry` is None where nothing can be left out."""

    location: Location
    strength: Strength
    role: str = "base"
    removes: bool = False
    spot: Spot | None = None
    entry: Entry | None = None


def last_setter(steps: Sequence[Step]) -> Step | None:
    """The step to blame: the last that sets the field; failing that, the last rename; failing that, the base."""
    chosen: Step | None = None
    for step in steps:
        if step.strength is Strength.MAYBE:
            continue
        if chosen is None or step.strength >= chosen.strength:
            chosen = step
    return chosen
