"""Nodes taken out of service as `kubectl drain` does it, and nodes that fail."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from tests.cluster.lab import stages
from tests.cluster.lab.client import STRATEGIC, ApiError, Client
from tests.cluster.lab.waiting import TooLateError, until

Body = dict[str, Any]
_PAUSE_SECONDS = 0.5


def evict(client: Client, pod: Body) -> bool:
    """Ask for an eviction: False where a budget forbids it now. A pod that is gone already counts as evicted."""
    metadata = {key: pod["metadata"][key] for key in ("name", "namespace")}
    path = client.path("v1", "Pod", metadata["namespace"], metadata["name"])
    try:
        client.request(
            "POST", f"{path}/eviction", {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": metadata}
        )
    except ApiError as error:
        if error.code == HTTPStatus.TOO_MANY_REQUESTS:
            return False
        if error.code != HTTPStatus.NOT_FOUND:
            raise
    return True


def drain(client: Client, node: str, seconds: float) -> int:
    """Evict every pod of a node, again and again, until none is left there. Returns how often a budget said wait.

    Raises TooLateError with the pods that are left after that time.
    """
    waits, deadline = 0, time.monotonic() + seconds
    while pods := on_node(client, node):
        left = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
        waits += sum(not evict(client, pod) for pod in left)
        if time.monotonic() > deadline:
            names = [pod["metadata"]["name"] for pod in pods]
            raise TooLateError(f"{node} is drained: not within {seconds:g} s, {names} are left")
        time.sleep(_PAUSE_SECONDS)
    return waits


def on_node(client: Client, node: str) -> list[Body]:
    """The pods of a node that still run, those of finished Jobs not among them."""
    pods = client.list("v1", "Pod")
    return [
        pod
        for pod in pods
        if pod["spec"].get("nodeName") == node and pod["status"].get("phase") not in {"Succeeded", "Failed"}
    ]


@contextmanager
def cordoned(client: Client, node: str) -> Iterator[None]:
    """No new pod comes to the node until the end of `with`."""
    client.patch("v1", "Node", None, node, {"spec": {"unschedulable": True}})
    try:
        yield
    finally:
        client.patch("v1", "Node", None, node, {"spec": {"unschedulable": None}})


@contextmanager
def failed(client: Client, node: str) -> Iterator[None]:
    """The node is not Ready until the end of `with`, and neither are its pods; then it is well again.

    Played, because no kubelet stops here: the node's condition, and that of its pods, which the node controller of a
    real cluster turns when the kubelet has been silent for 40 s.
    """

    def without(stage: Body) -> Body:
        said = {"key": ".metadata.name", "operator": "NotIn", "values": [node]}
        expressions = [*stage["spec"]["selector"]["matchExpressions"], said]
        return {**stage, "spec": {**stage["spec"], "selector": {"matchExpressions": expressions}}}

    with stages.staged(client, "node-initialize", without):
        time.sleep(1)  # until kwok has the changed stage
        down = {"type": "Ready", "status": "False", "reason": "KubeletNotReady", "message": "failed by the run"}
        client.patch("v1", "Node", None, node, {"status": {"conditions": [down]}}, content=STRATEGIC, part="/status")
        for pod in on_node(client, node):
            metadata = pod["metadata"]
            unready = {"status": {"conditions": [{"type": "Ready", "status": "False"}]}}
            client.patch(
                "v1", "Pod", metadata["namespace"], metadata["name"], unready, content=STRATEGIC, part="/status"
            )
        yield
    until(lambda: _is_ready(client, node), 60, f"{node} is Ready again", pause=0.5)


def _is_ready(client: Client, node: str) -> bool:
    """Asked to look again by a label: kwok looks at a node when it changes."""
    client.patch("v1", "Node", None, node, {"metadata": {"annotations": {"roadstead.dev/looked": str(time.time())}}})
    body = client.get("v1", "Node", None, node) or {}
    well = any(each["type"] == "Ready" and each["status"] == "True" for each in body["status"].get("conditions") or [])
    taints = body["spec"].get("taints") or []
    return well and not any(each["key"].startswith("node.kubernetes.io/not-ready") for each in taints)
