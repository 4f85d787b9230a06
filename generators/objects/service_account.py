"""A ServiceAccount."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import metadata
from generators.objects.settings import as_mapping
from generators.platform.values import Setting


def service_account(labels: Labels, annotations: tuple[Setting, ...] = ()) -> Body:
    """An account without a token in the pod. `annotations` bind it to an identity of the cloud."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": metadata(labels.name, labels, as_mapping(annotations)),
        "automountServiceAccountToken": False,
    }
