"""A ResourceQuota, and the most pods that a workload may have at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.objects import Object
from policies.workload.field import Field, UnreadableError
from policies.workload.rollout import Style
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
        return f"{self.object.kind}/{self.object.name}"


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


def most_pods(workload: Workload, maximum: int) -> int | None:
    """Pods that count against a quota at one moment, at `maximum` replicas; None: as many as there are nodes.

    A terminating pod counts until it is gone. A rollout that surges can have replaced all pods while none of the old
    ones is gone yet: twice the maximum. One that does not surge has those it may miss on top, still terminating.
    A StatefulSet and Recreate wait until the old pod is gone. A CloudNativePG Cluster makes a joining instance.
    """
    match workload.object.kind:
        case "DaemonSet":
            return None
        case "Cluster":
            return maximum + 1
        case "CronJob":
            replaces = Field(workload.object.body).at("spec", "concurrencyPolicy").value == "Replace"
            return 2 * maximum if replaces else maximum
        case "ScaledJob":
            return maximum * _scaled_jobs(workload)
        case _:
            if workload.rollout.surge(maximum):
                return 2 * maximum
            if workload.rollout.style is Style.ROLLING:
                return maximum + workload.rollout.unavailable(maximum)
            return maximum


def _scaled_jobs(workload: Workload) -> int:
    """Jobs at a time; KEDA's default is 100."""
    written = Field(workload.object.body).at("spec", "maxReplicaCount").value
    return written if isinstance(written, int) and not isinstance(written, bool) else 100
