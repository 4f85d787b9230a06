"""The pods of the databases, which CloudNativePG's operator would create: played, so that they count in quotas."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.cluster.lab.lab import Lab

Body = dict[str, Any]
_CLUSTER = "postgresql.cnpg.io/v1"
_SAFE = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


@contextmanager
def running(lab: Lab) -> Iterator[None]:
    """One pod an instance of every Cluster, with its resources, until the end of `with`."""
    pods = [pod for cluster in lab.client.list(_CLUSTER, "Cluster", lab.namespace) for pod in _pods(cluster)]
    if pods:
        lab.played.sentences.add("CloudNativePG's operator: a pod an instance of a Cluster, with its resources")
    try:
        for pod in pods:
            lab.client.create(pod)
        yield
    finally:
        for pod in pods:
            lab.client.delete("v1", "Pod", lab.namespace, pod["metadata"]["name"])


def _pods(cluster: Body) -> Iterator[Body]:
    name, spec = cluster["metadata"]["name"], cluster["spec"]
    for index in range(spec.get("instances", 1)):
        metadata = {"name": f"{name}-{index + 1}", "namespace": cluster["metadata"]["namespace"]}
        metadata["labels"] = {"cnpg.io/cluster": name}
        container = {"name": "postgres", "image": spec["imageName"], "securityContext": _SAFE}
        container["resources"] = spec.get("resources", {})
        yield {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": metadata,
            "spec": {
                "priorityClassName": spec.get("priorityClassName", ""),
                "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                "containers": [container],
            },
        }
