"""A type that assumes no probes is told when a pod may be called."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault


def said(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        probes = component.probes
        needed = "probes" in draft.types[component.type].required
        if needed and probes.ready is None and draft.sound(component, "probes"):
            yield Fault(
                f"{component.source}/probes",
                f"a {component.type} says when it is ready, found no `ready`",
                "write for example `ready: {path: /ready}`",
            )
