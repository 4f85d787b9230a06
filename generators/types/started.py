"""The start-up probe of a type that assumes nothing of its program."""

from __future__ import annotations

from dataclasses import replace

from generators.platform.values import Component


def with_start(component: Component) -> Component:
    """The component, asked while it starts what it is asked later on, where it says nothing of its start.

    Without a start-up probe, liveness would restart a program that is still starting.
    """
    asked = component.probes.live or component.probes.ready
    if component.probes.start is not None or asked is None:
        return component
    start = replace(asked, period_seconds=None, failure_threshold=None)
    return replace(component, probes=replace(component.probes, start=start))
