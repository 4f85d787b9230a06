"""What a model-server serves."""

from __future__ import annotations

from typing import Final

from generators.platform.record import Fields, record
from generators.platform.shape import Key
from generators.platform.shapes.amount import SECONDS
from generators.platform.shapes.number import BOOLEAN
from generators.platform.shapes.text import matching
from generators.platform.values import Model, Sourced

NAME: Final = Key(
    "name",
    matching("a model's name (letters, digits, _, . and -)", "[A-Za-z0-9][A-Za-z0-9_.-]*", 200),
    "The name by which the model is asked for.",
    "name: image_classification",
)
LOADS_WITHIN: Final = Key("loads_within", SECONDS, "The longest time from start to ready.", "loads_within: 10m")
BUILT_IN: Final = Key(
    "built_in",
    BOOLEAN,
    "true: the model lies in the server's image. Else it is an image of its own (Kubernetes 1.35+).",
    "built_in: true",
)


def _model(fields: Fields) -> Model:
    return Model(
        name=fields.of(NAME) or Sourced("", fields.source),
        loads_within=fields.of(LOADS_WITHIN) or Sourced(0, fields.source),
        built_in=fields.plain(BUILT_IN, False),
        source=fields.source,
    )


MODEL: Final = Key(
    "model",
    record((NAME, LOADS_WITHIN, BUILT_IN), _model, ("name", "loads_within")),
    "The model that is served.",
    "model: {name: image_classification, loads_within: 10m}",
)
