"""The keys of platform.yaml that several types take."""

from __future__ import annotations

POD_KEYS = frozenset(
    {
        "image", "command", "args", "port", "ports", "probes", "stops_within", "run_as", "image_pull_secrets",
        "resources", "env", "config", "secrets", "files", "volumes", "egress",
        "annotations", "node_selector", "service_account", "singleton",
    }
)  # fmt: skip
"""What every type whose pods we make takes."""

SERVER_KEYS = POD_KEYS | {"scale", "replicas", "needs", "routes", "was"}
"""What a server that people and other components call takes."""
