"""Parameters that several rules share, so that they are called and explained alike."""

from policies.rule import Kind, Parameter
from policies.workload.gpu import GPU_RESOURCES

INIT = Parameter("init", Kind.BOOL, True, "Whether init containers are judged too; sidecars always are.")
LIMIT_COUNTS = Parameter("limit_counts", Kind.BOOL, False, "Whether a limit alone counts as a request.")
LIMIT_RANGE_COUNTS = Parameter(
    "limit_range_counts", Kind.BOOL, True, "Whether what a LimitRange of the namespace gives counts."
)
GPU = Parameter("resources", Kind.TEXTS, GPU_RESOURCES, "Names of GPU resources; * stands for any characters.")
EQUAL = Parameter(
    "equal", Kind.CHOICE, "fail", "Whether it fails when every replica of the minimum is demanded.", ("fail", "pass")
)
LEVEL = Parameter(
    "level", Kind.CHOICE, "restricted", "Which of the Pod Security Standards is asked for.", ("baseline", "restricted")
)
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
FROM_REPLICAS = Parameter("from_replicas", Kind.INTEGER, 2, "The effective minimum from which it is demanded.")
