"""What kwok does in place of kubelets: nodes are Ready at once, pods after a while, and a deleted pod is gone later.

The stages are those of kwok's own module; only their delays are ours. They are objects in the cluster, so a test may
slow one workload down while it runs.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Body = dict[str, Any]

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
