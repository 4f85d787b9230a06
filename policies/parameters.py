"""Parameters that several rules share, so that they are called and explained alike."""

from collections.abc import Mapping
from typing import Any

from policies.rule import Kind, Parameter
from policies.workload.gpu import GPU_RESOURCES
from policies.workload.limit_range import Defaults
from policies.workload.workload import Workload
from policies.world import World

INIT = Parameter("init", Kind.BOOL, True, "Whether init containers are judged too; sidecars always are.")
LIMIT_COUNTS = Parameter("limit_counts", Kind.BOOL, False, "Whether a limit alone counts as a request.")
LIMIT_RANGE_COUNTS = Parameter(
    "limit_range_counts", Kind.BOOL, True, "Whether what a LimitRange of the namespace gives counts."
)
GPU = Parameter("resources", Kind.TEXTS, GPU_RESOURCES, "Names of GPU resources; * stands for any characters.")
TAINT = Parameter("taint", Kind.TEXT, "nvidia.com/gpu", "The taint of GPU nodes: key, key=value or key=value:effect.")
EQUAL = Parameter(
    "equal", Kind.CHOICE, "fail", "Whether it fails when every replica of the minimum is demanded.", ("fail", "pass")
)
NOT_SECRET = Parameter(
    "not_secret", Kind.TEXTS, (), "Names of variables and settings that hold no secret; * stands for any text."
)
PROVIDED = Parameter(
    "provided",
    Kind.TEXTS,
    (),
    "Objects that exist though nothing here makes them, as Kind/name; * stands for any text.",
)
LEVEL = Parameter(
    "level", Kind.CHOICE, "restricted", "Which of the Pod Security Standards is asked for.", ("baseline", "restricted")
)
EGRESS_TOO = Parameter("egress", Kind.BOOL, False, "Whether it is asked for egress as well as for ingress.")
SERVER_KINDS = Parameter(
    "kinds",
    Kind.TEXTS,
    ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout", "Pod"),
    "The kinds that are judged; a Pod only if it is restarted whenever it ends.",
)
PROBED_CONTAINERS = Parameter(
    "containers",
    Kind.CHOICE,
    "every",
    "Whether every container must have it, sidecars too, or any one of the pod.",
    ("every", "any"),
)
ORDER = Parameter(
    "order",
    Kind.TEXTS,
    ("dev", "development", "test", "qa", "stage", "staging", "preprod", "prod", "production"),
    "The environments in the order in which a change passes through them; those that are not there are passed over.",
)
FROM_REPLICAS = Parameter("from_replicas", Kind.INTEGER, 2, "The effective minimum from which it is demanded.")


def defaults_for(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Defaults:
    """What LimitRanges give to a workload's containers, nothing where `limit_range_counts` says that it does not."""
    return world.defaults_in(workload.object.namespace) if parameters["limit_range_counts"] else Defaults()


def directions(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The directions of a NetworkPolicy that EGRESS_TOO asks for."""
    return ("Ingress", "Egress") if parameters["egress"] else ("Ingress",)
