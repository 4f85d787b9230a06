"""The `metadata` of objects that belong to a whole environment: namespace written out, no component's labels."""

from __future__ import annotations

from collections.abc import Mapping

from generators.objects.body import Body
from generators.objects.labels import MANAGER


def environment_metadata(
    name: str, platform: str, namespace: str | None, annotations: Mapping[str, str] | None = None
) -> Body:
    """`namespace` None: a cluster-scoped object."""
    body: Body = {"name": name}
    if namespace is not None:
        body["namespace"] = namespace
    body["labels"] = {"app.kubernetes.io/part-of": platform, "app.kubernetes.io/managed-by": MANAGER}
    if annotations:
        body["annotations"] = dict(annotations)
    return body
