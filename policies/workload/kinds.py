"""The kinds of workload, as data: a new kind is one more row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkloadKind:
    """Where a kind keeps its pod template and its number of pods.

    `template` leads to the object that holds `metadata` and `spec` of the pod. `replicas` leads to the number of
    pods, and `absent` is that number where it is not written: Kubernetes' own default. `scales` says whether the
    disruption controller can ask for that number: only a kind with the scale subresource answers.
    """

    kind: str
    group: str
    template: tuple[str, ...] = ("spec", "template")
    replicas: tuple[str, ...] = ()
    absent: int = 1
    scales: bool = False


_REPLICAS = ("spec", "replicas")
_SCALED_JOB = ("spec", "jobTargetRef")

KINDS = (
    WorkloadKind("Deployment", "apps", replicas=_REPLICAS, scales=True),
    WorkloadKind("StatefulSet", "apps", replicas=_REPLICAS, scales=True),
    WorkloadKind("ReplicaSet", "apps", replicas=_REPLICAS, scales=True),
    WorkloadKind("Rollout", "argoproj.io", replicas=_REPLICAS, scales=True),
    WorkloadKind("Cluster", "postgresql.cnpg.io", template=(), replicas=("spec", "instances"), scales=True),
    WorkloadKind("DaemonSet", "apps"),
    WorkloadKind("Job", "batch", replicas=("spec", "parallelism")),
    WorkloadKind(
        "CronJob",
        "batch",
        template=("spec", "jobTemplate", "spec", "template"),
        replicas=("spec", "jobTemplate", "spec", "parallelism"),
    ),
    WorkloadKind("ScaledJob", "keda.sh", template=(*_SCALED_JOB, "template"), replicas=(*_SCALED_JOB, "parallelism")),
    WorkloadKind("Pod", "", template=()),
)

BY_NAME = {(kind.group, kind.kind): kind for kind in KINDS}
