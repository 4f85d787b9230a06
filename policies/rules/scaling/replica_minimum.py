"""A workload never runs fewer replicas than it needs to survive the loss of a pod."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score, kyverno, polaris
from policies.indexes.partial import unless_elsewhere
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.workload import Workload
from policies.world import Bound, World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for workload in world.workloads:
        if workload.object.kind not in parameters["kinds"]:
            continue
        if workload.unreadable:
            yield not_evaluated(workload.object, workload.unreadable)
        else:
            yield from settled(workload.object, _check(world, workload, parameters))


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    bound = world.least(workload)
    for verdict in _held_against(bound, workload, parameters):
        # Written replicas hold: an autoscaler beside them would be a fault of its own.
        own = bound.object is workload.object and not bound.written
        yield unless_elsewhere(world, verdict, "an autoscaler") if own else verdict


def _held_against(bound: Bound, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if bound.unreadable:
        yield not_evaluated(workload.object, f"{bound.object.short}: {bound.unreadable}")
    elif not bound.written and parameters["absent"] == "pass":
        return
    elif not bound.written and parameters["absent"] == "fail":
        yield failed(bound.object, f"{_whose(bound, workload)} is not written", bound.field, about=workload.object)
    elif bound.value < parameters["min"]:
        message = f"{_whose(bound, workload)} is {_shown(bound)}, at least {parameters['min']} are demanded"
        yield failed(bound.object, message, bound.field, about=workload.object)
    elif parameters["max"] is not None and bound.value > parameters["max"]:
        message = f"{_whose(bound, workload)} is {_shown(bound)}, at most {parameters['max']} are allowed"
        fix = "Lower it, or raise the rule's max."
        yield failed(bound.object, message, bound.field, fix=fix, about=workload.object)


def _whose(bound: Bound, workload: Workload) -> str:
    name = bound.field.rpartition("/")[2]
    return name if bound.object is workload.object else f"{name}, the minimum of {workload.short},"


def _shown(bound: Bound) -> str:
    return str(bound.value) if bound.written else f"absent, which is {bound.value}"


RULE = Rule(
    id="scaling/replica-minimum",
    demands="The effective minimum (the autoscaler's if one targets the workload, else spec.replicas) is large enough.",
    why="With one replica every eviction, crash and node upgrade is an outage. Who reads spec.replicas alone misses "
    "the autoscaler that shrinks to one at night (zegl/kube-score#581).",
    fix="Set minReplicas of the autoscaler, or spec.replicas where there is none, to at least the minimum.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 10
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("minimum-three-replicas"),
        *kube_score("deployment-replicas"),
        *polaris("deploymentMissingReplicas"),
        *kyverno("deployment-has-multiple-replicas"),
    ),
    judge=_judge,
    parameters=(
        Parameter("min", Kind.INTEGER, 2, "The least replicas that may be kept."),
        Parameter("max", Kind.INTEGER, None, "The most replicas that may be kept at the least load."),
        Parameter(
            "absent",
            Kind.CHOICE,
            1,
            "What an unwritten minimum is: 1 reads it as Kubernetes does (KEDA: 0), pass and fail decide.",
            (1, "pass", "fail"),
        ),
        Parameter("kinds", Kind.TEXTS, ("Deployment", "Rollout"), "The kinds that are judged."),
    ),
    scope=Scope.SET,
    singleton_waives=True,
)
