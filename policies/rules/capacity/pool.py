"""The nodes hold everything at maximum."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from manifests.quantity import canonical
from policies.demand import Demand, demand_of, shares, whole_gpus
from policies.objects import Object
from policies.parameters import GPU
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.gpu import has_gpus
from policies.workload.totals import amount, is_quantity, pod_request
from policies.workload.workload import Workload
from policies.world import World


@dataclass(frozen=True, slots=True)
class _Asked:
    """A fact, who asks how much of it, and when: "everything at maximum", or during a rollout."""

    fact: str
    of: Callable[[Demand], Fraction]
    when: str


def _asked(globs: tuple[str, ...]) -> tuple[_Asked, ...]:
    """GPUs are counted without a rollout: gpu/rollout-fits judges what it adds. A terminating pod keeps its successor
    waiting, no more, so that it is not counted as a quota counts it."""
    rollout = "a rollout at maximum"
    return (
        _Asked("gpus", lambda demand: Fraction(whole_gpus(demand, globs)), "everything at maximum"),
        _Asked("pods", lambda demand: Fraction(demand.rolling), rollout),
        _Asked("cpu", lambda demand: _requested(demand, "cpu"), rollout),
        _Asked("memory", lambda demand: _requested(demand, "memory"), rollout),
    )


def _requested(demand: Demand, name: str) -> Fraction:
    return demand.rolling * pod_request(demand.workload.pod, name, demand.defaults)


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    globs = parameters["resources"]
    known = [each for each in _asked(globs) if is_quantity(world.facts.get(each.fact))]
    demands = [demand_of(world, workload) for workload in world.workloads] if known else []
    failing: dict[Object, list[Verdict]] = {}
    for each in known:
        asked = [(demand, each.of(demand)) for demand in demands]
        total = sum((asks for _, asks in asked), Fraction(0))
        if total > amount(world.facts[each.fact]):
            largest = max(asked, key=lambda pair: pair[1])[0].workload
            verdict = _exceeded(world, each, total, asked, largest)
            failing.setdefault(largest.object, []).append(verdict)
    for demand in demands:
        item = demand.workload.object
        if item in failing:
            yield from failing[item]
        else:
            yield not_evaluated(item, demand.unknown) if demand.unknown else passed(item)
    if not known:
        for workload in world.workloads:
            if has_gpus(workload.pod, globs):
                yield not_evaluated(workload.object, "there is no fact gpus")


def _exceeded(
    world: World, each: _Asked, total: Fraction, asked: list[tuple[Demand, Fraction]], largest: Workload
) -> Verdict:
    """A finding where the largest share is set: the maximum of an autoscaler, or the replicas."""
    has = str(world.facts[each.fact])
    message = (
        f"the nodes have {has} {each.fact}, {each.when} asks for {canonical(total, like=has)}: {shares(asked, has)}"
    )
    bound = world.maximum(largest)
    return failed(bound.object, message, bound.field or largest.pod.pointer, about=largest.object)


_REPLICAS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  replicas: %d
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: 2}}
"""

RULE = Rule(
    id="capacity/pool",
    demands="The nodes hold everything at maximum: the GPUs, CPU, memory and pods that facts say they have.",
    why="A maximum that no node can hold is reached when the load is greatest: the autoscaler writes the number, and "
    "the pods stay Pending (bayesimpact/bayes-platform#776: the pool was at its maximum size).",
    fix="Lower the maximum, or add nodes and state what they have.",
    bad=_REPLICAS % 3,
    good=_REPLICAS % 2,
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(GPU,),
    scope=Scope.SET,
    example_facts={"gpus": 4},
)
