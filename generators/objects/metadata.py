"""An object's `metadata`. The namespace is set by the overlay, never here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generators.objects.body import Body
from generators.objects.labels import Labels

PRUNE_DISABLED: Mapping[str, str] = {"kustomize.toolkit.fluxcd.io/prune": "disabled"}
"""Flux leaves the object alone when it disappears from Git."""


def metadata(name: str, labels: Labels, annotations: Mapping[str, Any] | None = None) -> Body:
    """Name, labels and, where there are any, annotations."""
    body: Body = {"name": name, "labels": labels.on_object()}
    if annotations:
        body["annotations"] = dict(annotations)
    return body
