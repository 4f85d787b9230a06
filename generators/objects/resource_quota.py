"""A ResourceQuota."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generators.objects.body import Body


def resource_quota(metadata: Body, hard: Mapping[str, Any]) -> Body:
    """What the namespace may hold at most. Never `limits.cpu`: it would force a CPU limit on every container."""
    return {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": metadata, "spec": {"hard": dict(hard)}}
