"""A rollout of GPU pods needs no GPU that the pool does not have."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.demand import demand_of, whole_gpus
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


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Where all workloads do not fit at their maximum even without a rollout, capacity/pool says so."""
    globs, pool = parameters["resources"], world.facts.get("gpus")
    held = sum(whole_gpus(demand_of(world, workload), globs) for workload in world.workloads) if pool is not None else 0

    def check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        if workload.object.kind == "DaemonSet" or not isinstance(pool, int):
            yield from _alone(world, workload, parameters)
        elif held <= pool:
            yield from _in_pool(world, workload, parameters, pool, held)

    yield from per_workload(check, _applies)(world, parameters)


def _alone(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    """Where the pool is not known, nothing may be added."""
    surge = workload.rollout.surge(world.maximum(workload).value)
    if surge > 0:
        message = f"a rollout asks for {_gpus(workload, surge, parameters)} more at once"
        yield failed(workload.object, message, workload.rollout.surge_pointer)


def _in_pool(
    world: World, workload: Workload, parameters: Mapping[str, Any], pool: int, held: int
) -> Iterator[Verdict]:
    maximum = world.maximum(workload).value
    surge = workload.rollout.surge(maximum)
    field = workload.rollout.surge_pointer
    counts = pod_gpus(workload.pod, parameters["resources"])
    if surge <= 0:
        return
    if any("/mig-" in name for name in counts):
        yield not_evaluated(workload.object, "the fact gpus counts whole GPUs, and this pod asks for slices", field)
        return
    each = sum(counts.values())
    if held + surge * each > pool:
        others = held - maximum * each
        beside = f" beside {others} of other workloads" if others else ""
        message = f"a rollout at maximum asks for {maximum} + {surge} pods of {each} GPU{beside}, the pool has {pool}"
        yield failed(workload.object, message, field)


def _gpus(workload: Workload, pods: int, parameters: Mapping[str, Any]) -> str:
    counts = pod_gpus(workload.pod, parameters["resources"])
    return ", ".join(f"{count * pods} {name}" for name, count in counts.items())


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
    judge=_judge,
    parameters=(GPU,),
    scope=Scope.SET,
)
