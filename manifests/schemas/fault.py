"""What a schema says against an object."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class SchemaFault:
    """One thing that the API server would refuse or silently drop.

    `index` counts the judged objects from 0, `pointer` (RFC 6901) is the faulty field, the missing one included, and
    `message` is one sentence without a full stop. `no_schema` marks an object that could not be judged at all.
    """

    index: int
    pointer: str
    message: str
    no_schema: bool = False
