"""The selector by which a workload's controller finds its pods."""

from dataclasses import dataclass

from policies.workload.field import Field
from policies.workload.selector import Selector, read_selector
from policies.workload.workload import Workload

CONTROLLERS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout")
"""The kinds that must have a selector. A Job's is made for it."""


@dataclass(frozen=True, slots=True)
class OwnSelector:
    """The selector (None: absent), the pointer at which it stands, and whether a Job's is said to be by hand."""

    selector: Selector | None
    pointer: str
    by_hand: bool


def own_selector(workload: Workload) -> OwnSelector | None:
    """The selector of a workload of these kinds or of a Job, None of another; raises UnreadableError."""
    kind = workload.object.kind
    path = ("spec", "jobTemplate", "spec") if kind == "CronJob" else ("spec",)
    if kind not in (*CONTROLLERS, "Job", "CronJob"):
        return None
    spec = Field(workload.object.body).at(*path)
    field = spec.at("selector")
    return OwnSelector(read_selector(field), field.pointer, spec.at("manualSelector").value is True)
