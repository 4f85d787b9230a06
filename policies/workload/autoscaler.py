"""What changes a workload's number of replicas: HorizontalPodAutoscaler and KEDA ScaledObject."""

from dataclasses import dataclass

from manifests.pointer import join
from policies.objects import Object
from policies.workload.field import Field, UnreadableError


@dataclass(frozen=True, slots=True)
class Target:
    """What an autoscaler scales, as its scaleTargetRef names it."""

    api_version: str
    kind: str
    name: str

    @property
    def group(self) -> str:
        return self.api_version.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class AutoscalerKind:
    """Where a kind of autoscaler keeps its bounds, and what they are where nothing is written."""

    kind: str
    group: str
    minimum: str
    maximum: str
    absent_minimum: int
    absent_maximum: int | None
    absent_target: tuple[str, str]
    idle: str = ""


# KEDA: minReplicaCount 0, maxReplicaCount 100, target apps/v1 Deployment (ScaledObject specification).
AUTOSCALER_KINDS = (
    AutoscalerKind("HorizontalPodAutoscaler", "autoscaling", "minReplicas", "maxReplicas", 1, None, ("", "")),
    AutoscalerKind(
        "ScaledObject",
        "keda.sh",
        "minReplicaCount",
        "maxReplicaCount",
        0,
        100,
        ("apps/v1", "Deployment"),
        "idleReplicaCount",
    ),
)


@dataclass(frozen=True, eq=False, slots=True)
class Autoscaler:
    """One autoscaler. `minimum` and `maximum` are the numbers written, None where absent.

    `idle` is KEDA's idleReplicaCount: what runs while no trigger is active, instead of the minimum.
    `unreadable` is "" or why a field could not be read; the target may be known all the same.
    """

    object: Object
    kind: AutoscalerKind
    target: Target
    minimum: int | None
    maximum: int | None
    unreadable: str = ""
    idle: int | None = None

    @property
    def minimum_pointer(self) -> str:
        return join("spec", self.kind.minimum)

    @property
    def idle_pointer(self) -> str:
        return join("spec", self.kind.idle)

    @property
    def maximum_pointer(self) -> str:
        return join("spec", self.kind.maximum)

    @property
    def short(self) -> str:
        """Kind and name, as findings name objects."""
        return self.object.short


def read_autoscaler(object: Object) -> Autoscaler | None:
    """The autoscaler that the object is, or None. Never raises."""
    kind = next((row for row in AUTOSCALER_KINDS if (row.group, row.kind) == (object.group, object.kind)), None)
    if kind is None:
        return None
    spec = Field(object.body.get("spec"), "/spec")
    target = Target("", "", "")
    try:
        target = _read_target(spec.at("scaleTargetRef"), kind)
        minimum, maximum = spec.at(kind.minimum).integer(), spec.at(kind.maximum).integer()
        idle = spec.at(kind.idle).integer() if kind.idle else None
        return Autoscaler(object, kind, target, minimum, maximum, idle=idle)
    except UnreadableError as error:
        return Autoscaler(object, kind, target, None, None, str(error))


def _read_target(reference: Field, kind: AutoscalerKind) -> Target:
    api_version, target_kind = kind.absent_target
    target = Target(
        reference.at("apiVersion").text() or api_version,
        reference.at("kind").text() or target_kind,
        reference.at("name").text(),
    )
    if not target.kind or not target.name:
        raise UnreadableError(f"{reference.pointer} names no kind or no name")
    return target
