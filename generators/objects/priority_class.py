"""A PriorityClass."""

from __future__ import annotations

from generators.objects.body import Body


def priority_class(metadata: Body, value: int, description: str) -> Body:
    """A class that pods name themselves: never the default of the whole cluster."""
    return {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": metadata,
        "value": value,
        "globalDefault": False,
        "description": description,
    }
