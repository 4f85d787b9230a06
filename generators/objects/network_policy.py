"""A NetworkPolicy."""

from __future__ import annotations

from generators.objects.body import Body


def network_policy(metadata: Body, spec: Body) -> Body:
    """The policy of a workload or of a namespace; its spec follows from the table of flows."""
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}
