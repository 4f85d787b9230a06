"""A Namespace under Pod Security `restricted`."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.labels import MANAGER
from generators.objects.metadata import PRUNE_DISABLED
from generators.platform.values import KubernetesVersion


def namespace(name: str, platform: str, version: KubernetesVersion) -> Body:
    """The Namespace. Its version of the standard is the platform's, so that an upgrade of the cluster changes nothing.

    Flux never deletes it: with it would go everything in it, claims too.
    """
    labels: Body = {"app.kubernetes.io/part-of": platform, "app.kubernetes.io/managed-by": MANAGER}
    for mode in ("enforce", "warn", "audit"):
        labels[f"pod-security.kubernetes.io/{mode}"] = "restricted"
        labels[f"pod-security.kubernetes.io/{mode}-version"] = f"v{version}"
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name, "labels": labels, "annotations": dict(PRUNE_DISABLED)},
    }
