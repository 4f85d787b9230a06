"""A rollout of GPU pods needs no GPU that the pool does not have."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.gpu import pod_gpus
from policies.workload.rollout import Style
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """A Job or a bare Pod is never rolled out."""
    return workload.rollout.style is not Style.NONE and bool(pod_gpus(workload.pod, parameters["resources"]))


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    per_node = workload.object.kind == "DaemonSet"
    maximum = 1 if per_node else world.maximum(workload).value
    surge = workload.rollout.surge(maximum)
    pool = world.facts.get("gpus")
    if surge <= 0:
        return
    field = workload.rollout.surge_pointer
    if per_node or not isinstance(pool, int):
        yield failed(workload.object, f"a rollout asks for {_gpus(workload, surge, parameters)} more at once", field)
        return
    globs = parameters["resources"]
    if any("/mig-" in name for name in pod_gpus(workload.pod, globs)):
        yield not_evaluated(workload.object, "the fact gpus counts whole GPUs, and this pod asks for slices", field)
        return
    others = sum(_held(world, other, globs) for other in world.workloads if other is not workload)
    each = sum(pod_gpus(workload.pod, globs).values())
    wanted = others + (maximum + surge) * each
    if wanted > pool:
        beside = f" beside {others} of other workloads" if others else ""
        message = f"a rollout at maximum asks for {maximum} + {surge} pods of {each} GPU{beside}, the pool has {pool}"
        yield failed(workload.object, message, field)


def _gpus(workload: Workload, pods: int, parameters: Mapping[str, Any]) -> str:
    counts = pod_gpus(workload.pod, parameters["resources"])
    return ", ".join(f"{count * pods} {name}" for name, count in counts.items())


def _held(world: World, workload: Workload, globs: tuple[str, ...]) -> int:
    """Whole GPUs that another workload holds at its maximum."""
    if workload.unreadable:
        return 0
    counts = pod_gpus(workload.pod, globs)
    each = sum(count for name, count in counts.items() if "/mig-" not in name)
    return each * world.maximum(workload).value if each else 0


RULE = Rule(
    id="gpu/rollout-fits",
    demands="A rollout of GPU pods adds no pod, or the fact gpus says that the pool holds maximum + surge.",
    why="By default a Deployment adds 25 % of its pods, rounded up, before it takes any away: on a full pool the new "
    "pod waits for ever for a GPU that an old one keeps (defilantech/LLMKube#192, "
    "bayesimpact/bayes-platform#776).",
    fix="Set strategy.rollingUpdate to maxSurge: 0 and maxUnavailable: 1, or state the pool as the fact gpus.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  replicas: 2
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  replicas: 2
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_workload(_check, _applies),
    parameters=(GPU,),
    scope=Scope.SET,
)
