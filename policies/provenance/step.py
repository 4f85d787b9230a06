"""One thing on the way from a base to the rendered field."""

from dataclasses import dataclass
from enum import IntEnum

from policies.finding import Location


class Strength(IntEnum):
    """What a step does to the field. Of two steps the later one holds, unless it is weaker than RENAMES allows."""

    NEAR = 0
    """The object's own file, where the field is missing: the deepest ancestor that exists."""
    RENAMES = 1
    """An `images:` entry that changes only the name: the tag before it stays."""
    SETS = 2


@dataclass(frozen=True, slots=True)
class Step:
    location: Location
    strength: Strength


def last_setter(steps: list[Step]) -> Step | None:
    """The step to blame: the last that sets the field; failing that, the last rename; failing that, the base."""
    chosen: Step | None = None
    for step in steps:
        if chosen is None or step.strength >= chosen.strength:
            chosen = step
    return chosen
