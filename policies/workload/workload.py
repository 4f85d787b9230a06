"""What runs pods, whatever its kind."""

from dataclasses import dataclass

from manifests.pointer import join
from policies.objects import Object
from policies.workload.database import read_database_pod
from policies.workload.field import Field, UnreadableError
from policies.workload.kinds import BY_NAME, WorkloadKind
from policies.workload.pod import Pod, read_pod
from policies.workload.rollout import Rollout, read_rollout

_EMPTY_POD = read_pod(Field(None), Field(None))


@dataclass(frozen=True, eq=False, slots=True)
class Workload:
    """One workload.

    `replicas` is the number written, None where absent. `unreadable` is "" or why the body could not be read; then
    the pod is empty, and a rule on pods says "not evaluated" with this text.
    """

    object: Object
    kind: WorkloadKind
    pod: Pod
    replicas: int | None
    rollout: Rollout
    unreadable: str = ""

    @property
    def replicas_pointer(self) -> str:
        return join(*self.kind.replicas)

    @property
    def short(self) -> str:
        """Kind and name, as findings name objects."""
        return self.object.short


def read_workload(object: Object) -> Workload | None:
    """The workload that the object is, or None where it runs no pods. Never raises."""
    kind = BY_NAME.get((object.group, object.kind))
    if kind is None:
        return None
    body = Field(object.body)
    try:
        replicas = body.at(*kind.replicas).integer() if kind.replicas else None
        return Workload(object, kind, _read_pod(body, kind), replicas, read_rollout(body))
    except UnreadableError as error:
        return Workload(object, kind, _EMPTY_POD, None, Rollout(), str(error))


def _read_pod(body: Field, kind: WorkloadKind) -> Pod:
    if kind.kind == "Cluster":
        return read_database_pod(body)
    if kind.kind == "Rollout" and body.at("spec", "workloadRef").value is not None:
        raise UnreadableError("the pod template stands in the object that /spec/workloadRef names")
    template = body.at(*kind.template)
    spec = template.at("spec")
    if spec.value is None:
        raise UnreadableError(f"{spec.pointer} is missing")
    return read_pod(spec, template.at("metadata", "labels"))
