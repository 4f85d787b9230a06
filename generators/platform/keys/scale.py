"""How many pods: `scale` says what must happen, `replicas` is a fixed number."""

from __future__ import annotations

from typing import Final

from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.record import Fields, record
from generators.platform.said import Items, Said, found
from generators.platform.sequence import list_of
from generators.platform.shape import Key, Shape
from generators.platform.shapes.number import BOOLEAN, PERCENT, whole
from generators.platform.shapes.text import one_of
from generators.platform.values import Scale, Sourced

_COUNT: Final = whole(1, 10_000)
_COUNTS: Final = list_of(_COUNT, "two whole numbers")


def _between(said: Said) -> Outcome[tuple[Sourced[int], ...]]:
    if isinstance(said, Items) and len(said.items) != 2:
        number = "1 item" if len(said.items) == 1 else f"{len(said.items)} items"
        return wrong(Fault(said.source, f"must be a list of two whole numbers, found {number}"))
    outcome = _COUNTS.parse(said)
    if outcome.value and outcome.value[0].value > outcome.value[1].value:
        least, most = (each.value for each in outcome.value)
        return wrong(
            Fault(said.source, f"the minimum stands first, found [{least}, {most}]", f"write `[{most}, {least}]`")
        )
    if not isinstance(said, Items):
        return wrong(Fault(said.source, f"must be a list of two whole numbers, found {found(said)}"))
    return outcome


BY: Final = Key("by", one_of("cpu", "gpu"), "What is measured: CPU against its request, or GPU utilisation.", "by: cpu")
TARGET: Final = Key("target", PERCENT, "The average that is kept.", "target: 60%")
DOUBLE_ABOVE: Final = Key(
    "double_above", PERCENT, "While the average is above this, the pods double.", "double_above: 80%"
)
SHRINK_BELOW: Final = Key(
    "shrink_below",
    PERCENT,
    "While the average is below this, as many pods stay as bring it back to the target.",
    "shrink_below: 30%",
)
BETWEEN: Final = Key(
    "between",
    Shape(_between, {**_COUNTS.schema, "minItems": 2, "maxItems": 2}),
    "The fewest and the most pods.",
    "between: [2, 10]",
)


def _scale(fields: Fields) -> Scale:
    minimum, maximum = fields.all(BETWEEN)
    return Scale(
        by=fields.plain(BY, ""),
        minimum=minimum,
        maximum=maximum,
        target=fields.of(TARGET),
        double_above=fields.of(DOUBLE_ABOVE),
        shrink_below=fields.of(SHRINK_BELOW),
        source=fields.source,
    )


SCALE: Final = Key(
    "scale",
    record((BY, TARGET, DOUBLE_ABOVE, SHRINK_BELOW, BETWEEN), _scale, ("by", "between")),
    "When pods are added and taken away. The autoscaler's fields follow from it.",
    "scale: {by: cpu, target: 60%, between: [2, 10]}",
)
ALONE: Final = Key(
    "alone",
    BOOLEAN,
    "true: there are never two of its pods at once, so that the old one ends before the new one starts.",
    "alone: true",
)
REPLICAS: Final = Key("replicas", _COUNT, "A fixed number of pods, for what is not scaled.", "replicas: 2")
