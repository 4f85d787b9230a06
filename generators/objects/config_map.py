"""A ConfigMap with a name of its own, for what must outlive a rollout."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import metadata
from generators.platform.values import Sourced

CHECKSUM = "roadstead.dev/config-checksum"
"""On a pod template: a new content starts a rollout although the ConfigMap's name stays."""


def config_map(name: str, labels: Labels, data: Mapping[str, str | Sourced[str]]) -> Body:
    """A ConfigMap whose name carries no hash.

    Flux prunes a hashed one seconds after a change, while old pods of a long rollout may still restart and ask for it.
    """
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(name, labels), "data": dict(data)}


def checksum(*maps: Body) -> str:
    """The first 16 hexadecimal digits of SHA-256 over the data of these ConfigMaps."""
    plain = [
        {key: value.value if isinstance(value, Sourced) else value for key, value in each["data"].items()}
        for each in maps
    ]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]
