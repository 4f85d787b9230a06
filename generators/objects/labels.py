"""The labels of an object, of its pods, and of the selectors that find them.

A selector holds only what never changes (`app.kubernetes.io/name`): selectors are immutable, and a release must not
make a new ReplicaSet for a label that says nothing. Source: Kubernetes "Recommended Labels".
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.objects.body import Body

NAME = "app.kubernetes.io/name"
MANAGER = "roadstead"


@dataclass(frozen=True, slots=True)
class Labels:
    """Who an object belongs to: the workload, its type, and the platform."""

    name: str
    type: str
    platform: str

    def on_object(self) -> Body:
        """For `metadata.labels`."""
        return {
            NAME: self.name,
            "app.kubernetes.io/component": self.type,
            "app.kubernetes.io/part-of": self.platform,
            "app.kubernetes.io/managed-by": MANAGER,
        }

    def on_pod(self) -> Body:
        """For a pod template: a change here restarts pods, so it holds nothing that changes."""
        return {NAME: self.name, "app.kubernetes.io/part-of": self.platform}

    def selector(self) -> Body:
        """For `matchLabels` and a Service's `selector`."""
        return {NAME: self.name}
