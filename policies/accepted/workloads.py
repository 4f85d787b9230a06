"""What makes pods: validation of apps/v1 and batch/v1."""

from collections.abc import Iterator
from typing import Any

from policies.accepted.checks import (
    INT64,
    between,
    fits,
    needs,
    one_of,
    optional,
)
from policies.accepted.names import (
    DNS_SUBDOMAIN,
    LABELS,
    QUALIFIED,
    SELECTOR,
    keys,
)
from policies.accepted.pods import add_pod, below, mounts
from policies.accepted.table import Check, Found, Table, Tree

COUNT = between(0)
_AMOUNT = fits(r"[0-9]+%?", 11, "a whole number or a percentage")


def _amount(value: Any) -> Iterator[Found]:
    """`maxSurge` and its like: a number of pods from 0, or a percentage."""
    yield from between(0)(value)
    yield from _AMOUNT(value)


def _restarts(value: Any) -> Iterator[Found]:
    if isinstance(value, dict) and value.get("restartPolicy") in (None, "", "Always"):
        yield ("restartPolicy",), "must be OnFailure or Never for a Job"


SELECTED: Table = below("spec/selector", SELECTOR)
_TEMPLATE: Table = {
    "": needs("spec"),
    "spec": needs("selector", "template"),
    "spec/template": needs("metadata", "spec"),
    **below("spec/template/metadata/labels", LABELS),
    "spec/template/metadata/annotations": keys(QUALIFIED),
}
JOB: Table = {
    **dict.fromkeys(("parallelism", "completions", "backoffLimit", "ttlSecondsAfterFinished"), COUNT),
    "activeDeadlineSeconds": between(0, INT64),
    "completionMode": one_of("NonIndexed", "Indexed"),
    "podReplacementPolicy": one_of("TerminatingOrFailed", "Failed"),
    "": needs("template"),
    "template": needs("spec"),
    "template/spec": _restarts,
    **below("template/metadata/labels", LABELS),
    "template/metadata/annotations": keys(QUALIFIED),
}


def workload(*tables: Table, mounted: Check | None = mounts) -> Tree:
    tree = Tree().add(SELECTED).add(_TEMPLATE)
    for table in tables:
        tree.add(table)
    return add_pod(tree, "spec/template", "Always", "", mounted=mounted)


def _moves(value: Any) -> Iterator[Found]:
    """Written as nothing, both leave a rolling update no way to begin."""
    if isinstance(value, dict) and value.get("maxSurge") in (0, "0%") and value.get("maxUnavailable") in (0, "0%"):
        yield ("maxUnavailable",), f"is {value['maxUnavailable']}, which maxSurge 0 does not allow"


ROLLING: Table = {
    "spec/replicas": COUNT,
    "spec/minReadySeconds": COUNT,
    "spec/revisionHistoryLimit": COUNT,
    "spec/progressDeadlineSeconds": between(1),
    "spec/strategy/type": one_of("RollingUpdate", "Recreate"),
    "spec/strategy/rollingUpdate": _moves,
    "spec/strategy/rollingUpdate/maxSurge": _amount,
    "spec/strategy/rollingUpdate/maxUnavailable": _amount,
}


def _claimed(value: Any) -> Iterator[Found]:
    """Claim templates are volumes of each pod."""
    if isinstance(value, dict):
        for path, message in mounts(value.get("template"), claims=value.get("volumeClaimTemplates")):
            yield ("template", *path), message


STATEFUL: Table = {
    "spec": _claimed,
    "spec/replicas": COUNT,
    "spec/minReadySeconds": COUNT,
    "spec/podManagementPolicy": one_of("OrderedReady", "Parallel"),
    "spec/updateStrategy/type": one_of("RollingUpdate", "OnDelete"),
    "spec/serviceName": optional(DNS_SUBDOMAIN),
}
