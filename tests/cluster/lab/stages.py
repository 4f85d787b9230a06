"""What kwok does in place of kubelets: nodes are Ready at once, pods after a while, and a deleted pod is gone later.

The stages are those of kwok's own module; only their delays are ours. They are objects in the cluster, so a test may
slow one workload down while it runs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from tests.cluster.lab.client import Client

Body = dict[str, Any]
_STAGE = "kwok.x-k8s.io/v1alpha1"

TERMINATION_SECONDS = 6
"""How long a deleted pod still runs, and counts against quotas: what a grace period is to a real pod."""
JOB_SECONDS = 8
_FOLDERS = ("node/fast", "node/heartbeat-with-lease", "pod/fast", "volume/fast")
_DELAYS = {"pod-delete": TERMINATION_SECONDS, "pod-complete": JOB_SECONDS}
_NAME = '.metadata.labels["app.kubernetes.io/name"]'


def stages(kwok: Path) -> Iterator[Body]:
    """The stages of a new cluster. `kwok` is the folder of the built tool."""
    for folder in _FOLDERS:
        for path in sorted((kwok / "assets/kustomize/stage" / folder).glob("*.yaml")):
            body = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
            if body["kind"] == "Stage":
                seconds = _DELAYS.get(body["metadata"]["name"])
                yield body if seconds is None else delayed(body, seconds)


def delayed(stage: Body, seconds: float) -> Body:
    """A stage that comes so many seconds later."""
    spec = {**stage["spec"], "delay": {"durationMilliseconds": int(seconds * 1000)}}
    return {**stage, "spec": spec}


def only_for(stage: Body, workload: str) -> Body:
    """A stage of its own for the pods of one component, under a name of its own."""
    return _selecting(stage, f"{stage['metadata']['name']}-{workload}", "In", workload)


def but_for(stage: Body, workload: str) -> Body:
    """The stage for all pods but those of one component."""
    return _selecting(stage, stage["metadata"]["name"], "NotIn", workload)


def _selecting(stage: Body, name: str, operator: str, workload: str) -> Body:
    said = [*stage["spec"]["selector"]["matchExpressions"], {"key": _NAME, "operator": operator, "values": [workload]}]
    spec = {**stage["spec"], "selector": {"matchExpressions": said}}
    return {**stage, "metadata": {"name": name}, "spec": spec}


@contextmanager
def staged(client: Client, name: str, *bodies: Callable[[Body], Body]) -> Iterator[None]:
    """Until the end of `with`, have these in place of the stage `name`: each is made from the stage as it is now.

    One of them should keep its name, or the old one stays beside them.
    """
    path = client.path(_STAGE, "Stage")
    before = _fresh(client.request("GET", f"{path}/{name}"))
    after = [make(before) for make in bodies]
    try:
        for body in after:
            _put(client, body)
        yield
    finally:
        for body in after:
            if body["metadata"]["name"] != name:
                client.delete(_STAGE, "Stage", None, body["metadata"]["name"])
        _put(client, before)


def _put(client: Client, body: Body) -> None:
    """As it is said and no more: an apply would leave the selectors of the one before."""
    found = client.get(_STAGE, "Stage", None, body["metadata"]["name"])
    if found is None:
        client.create(body)
        return
    metadata = {**body["metadata"], "resourceVersion": found["metadata"]["resourceVersion"]}
    client.request("PUT", f"{client.path(_STAGE, 'Stage')}/{metadata['name']}", {**body, "metadata": metadata})


def _fresh(body: Body) -> Body:
    """Without what the API server has written into it."""
    return {key: body[key] for key in ("apiVersion", "kind", "spec")} | {"metadata": {"name": body["metadata"]["name"]}}
