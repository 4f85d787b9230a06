"""A ResourceQuota, and how many pods a workload has at its maximum and during a rollout."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.objects import Object
from policies.workload.field import Field, UnreadableError
from policies.workload.workload import Workload


@dataclass(frozen=True, eq=False, slots=True)
class Quota:
    """One quota. `hard` holds its quantities as written; `scoped` says that it counts only some of the pods."""

    object: Object
    hard: Mapping[str, Any]
    scoped: bool
    unreadable: str = ""

    @property
    def short(self) -> str:
        return self.object.short


def read_quota(object: Object) -> Quota | None:
    """The quota that the object is, or None. Never raises."""
    if (object.group, object.kind) != ("", "ResourceQuota"):
        return None
    spec = Field(object.body.get("spec"), "/spec")
    try:
        scopes = list(spec.at("scopes").items())
        selected = list(spec.at("scopeSelector", "matchExpressions").items())
        return Quota(object, spec.at("hard").quantities(), bool(scopes or selected))
    except UnreadableError as error:
        return Quota(object, {}, False, str(error))


def wanted_pods(workload: Workload, maximum: int, nodes: int | None) -> int | None:
    """Pods that run at once at `maximum` replicas; None: one a node, and `nodes` is None."""
    body = Field(workload.object.body)
    match workload.object.kind:
        case "DaemonSet":
            return nodes
        case "Job":
            return min(maximum, _count(body, "completions", absent=maximum))
        case "ScaledJob":
            return maximum * _count(body, "maxReplicaCount", absent=100)
        case _:
            return maximum


def rolling_pods(workload: Workload, wanted: int) -> int:
    """Pods that a rollout runs at most where `wanted` run otherwise: a CloudNativePG Cluster makes a joining one."""
    if workload.object.kind == "Cluster":
        return wanted + 1
    return wanted + workload.rollout.surge(wanted)


def counted_pods(workload: Workload, wanted: int) -> int:
    """Pods that count against a quota at one moment of a rollout where `wanted` run otherwise.

    A terminating pod counts until it is gone. A rollout that surges can have replaced all pods while none of the old
    ones is gone yet: twice as many. One that does not surge has those it may miss on top, still terminating.
    A StatefulSet and Recreate wait until the old pod is gone. A CronJob that replaces its Job does not.
    """
    replaces = Field(workload.object.body).at("spec", "concurrencyPolicy").value == "Replace"
    if workload.rollout.surge(wanted) or (workload.object.kind == "CronJob" and replaces):
        return 2 * wanted
    return rolling_pods(workload, wanted) + min(wanted, workload.rollout.unavailable(wanted))


def _count(body: Field, key: str, absent: int) -> int:
    """A whole number of the spec; what is absent or no whole number is `absent`."""
    written = body.at("spec", key).value
    return written if isinstance(written, int) and not isinstance(written, bool) else absent
