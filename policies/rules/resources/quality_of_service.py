"""Pods have at least a given class of quality of service."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.parameters import LIMIT_RANGE_COUNTS, defaults_for
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.quality import Quality, counted_containers, lacks, quality_of
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """A pod without containers is refused by the API server."""
    return next(counted_containers(workload.pod), None) is not None


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = defaults_for(world, workload, parameters)
    found = quality_of(workload.pod, defaults)
    if parameters["at_least"] == "burstable":
        if found is Quality.BEST_EFFORT:
            field = next(counted_containers(workload.pod)).resources.pointer
            fact = "the pod is BestEffort: no container asks for CPU or memory"
            yield failed(workload.object, fact, field, fix="Write a CPU and a memory request.")
    elif found is not Quality.GUARANTEED:
        lack = next(lacks(workload.pod, defaults))
        fact = f"the pod is {found.value}, not Guaranteed: {lack.fact}"
        fix = "Give every container CPU and memory limits, and requests that equal them."
        yield failed(workload.object, fact, lack.field, lack.container, fix)


RULE = Rule(
    id="resources/quality-of-service",
    demands="Every pod is at least Burstable, or Guaranteed where told so.",
    why="On a node that runs out of memory BestEffort pods are killed first, and Guaranteed ones last (Kubernetes, "
    "Pod Quality of Service Classes).",
    fix="Write requests, and for Guaranteed limits that equal them, in every container.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {requests: {ephemeral-storage: 1Gi}}
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
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources: {requests: {memory: 1Gi}}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(*kyverno("require-qos-burstable", "require-qos-guaranteed"),),
    judge=per_workload(_check, _applies),
    parameters=(
        Parameter("at_least", Kind.CHOICE, "burstable", "The least class allowed.", ("burstable", "guaranteed")),
        LIMIT_RANGE_COUNTS,
    ),
)
