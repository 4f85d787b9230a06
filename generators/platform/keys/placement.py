"""Where pods run and what is written on them."""

from __future__ import annotations

from typing import Final

from generators.platform.fault import shown
from generators.platform.record import Fields, named, record
from generators.platform.shape import Key, Wrong
from generators.platform.shapes.name import LABEL_VALUE, QUALIFIED_SCHEMA, qualified, survives_as_key
from generators.platform.shapes.text import TEXT
from generators.platform.values import Setting

OURS: Final = "roadstead.dev/"


def _annotation(name: str) -> None:
    qualified(name)
    survives_as_key(name)
    if name.startswith(OURS):
        raise Wrong(f"annotations of {OURS} follow from platform.yaml, found {shown(name)}", "leave it out")


_ANNOTATIONS: Final = named(_annotation, QUALIFIED_SCHEMA, TEXT, Setting)

ANNOTATIONS: Final = Key(
    "annotations", _ANNOTATIONS, "Annotations of the pods.", "annotations: {example.com/team: payments}"
)
NODE_SELECTOR: Final = Key(
    "node_selector",
    named(qualified, QUALIFIED_SCHEMA, LABEL_VALUE, Setting),
    "Labels that a node must have.",
    "node_selector: {kubernetes.io/arch: arm64}",
)
_OF_ACCOUNT: Final = Key(
    "annotations",
    _ANNOTATIONS,
    "Annotations of the ServiceAccount, for workload identity.",
    "annotations: {example.com/role: reader}",
)


def _account(fields: Fields) -> tuple[Setting, ...]:
    return fields.all(_OF_ACCOUNT)


SERVICE_ACCOUNT: Final = Key(
    "service_account",
    record((_OF_ACCOUNT,), _account),
    "The component's ServiceAccount.",
    "service_account: {annotations: {example.com/role: reader}}",
)
