"""What Pod Security `restricted` asks of a pod and of a container, and a read-only root beside it.

Source: Kubernetes "Pod Security Standards".
"""

from __future__ import annotations

from generators.objects.body import Body
from generators.platform.values import Sourced


def pod_security(user: int | Sourced[int], *, owns_volumes: bool) -> Body:
    """A pod that runs as `user`. `owns_volumes`: its claims are made writable to that group."""
    body: Body = {"runAsNonRoot": True, "runAsUser": user, "runAsGroup": user}
    if owns_volumes:
        body |= {"fsGroup": user, "fsGroupChangePolicy": "OnRootMismatch"}
    return {**body, "seccompProfile": {"type": "RuntimeDefault"}}


def container_security() -> Body:
    """A container without privileges that writes only into its volumes."""
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
