"""Replicas stand on several nodes, and the wish for it keeps none of them Pending."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import child
from policies.answer import kube_linter, kube_score, kyverno, polaris
from policies.parameters import FROM_REPLICAS, GPU
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.gpu import pod_gpus
from policies.workload.spreading import Spread, anti_affinities_of, constraints_of
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind in parameters["kinds"]


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    bound = world.minimum(workload)
    if bound.unreadable:
        yield not_evaluated(workload.object, f"{bound.object.short}: {bound.unreadable}")
        return
    if bound.value < parameters["from_replicas"]:
        return
    constraints = list(constraints_of(workload.pod))
    keys = parameters["topology_keys"]
    wishes = [each for each in (*constraints, *anti_affinities_of(workload.pod)) if each.topology_key in keys]
    if not any(wish.selects_itself for wish in wishes):
        yield _unspread(workload, wishes, keys)
    asks_gpus = bool(pod_gpus(workload.pod, parameters["resources"]))
    for constraint in constraints:
        if not constraint.hard:
            continue
        if asks_gpus:
            message = f"DoNotSchedule on {constraint.topology_key} is asked of GPU pods"
            fix = "Write ScheduleAnyway: a free GPU on the wrong node is better than a Pending pod."
            yield failed(workload.object, message, child(constraint.pointer, "whenUnsatisfiable"), fix=fix)
        elif not constraint.honours_taints:
            message = f"DoNotSchedule on {constraint.topology_key} counts nodes that the pod does not tolerate"
            fix = "Write nodeTaintsPolicy: Honor."
            yield failed(workload.object, message, child(constraint.pointer, "nodeTaintsPolicy"), fix=fix)


def _unspread(workload: Workload, wishes: list[Spread], keys: tuple[str, ...]) -> Verdict:
    if wishes:
        field = child(wishes[0].pointer, "labelSelector")
        return failed(workload.object, "what should spread the replicas does not select their labels", field)
    message = f"nothing spreads the replicas over {' or '.join(keys)}"
    return failed(workload.object, message, child(workload.pod.pointer, "topologySpreadConstraints"))


RULE = Rule(
    id="disruption/spread",
    demands="Several replicas are spread over nodes; DoNotSchedule honours taints and is not asked of GPU pods.",
    why="All pods of one service on one failing node were an outage (Moonlight). The scheduler's own default is weak "
    "(at most 3 apart a node, 5 a zone, only if it can) and a cluster may change it. By default DoNotSchedule counts "
    "nodes that the pod may not use, whose emptiness then keeps it Pending (kubernetes/kubernetes#106127).",
    fix="Add a topologySpreadConstraint on kubernetes.io/hostname with ScheduleAnyway that selects the pod's labels.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
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
  replicas: 2
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      topologySpreadConstraints:
        - topologyKey: kubernetes.io/hostname
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: {matchLabels: {app: backend}}
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    severity=Severity.WARNING,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("no-anti-affinity"),
        *kube_score(
            "deployment-has-host-podantiaffinity",
            "pod-topology-spread-constraints",
            "statefulset-has-host-podantiaffinity",
        ),
        *polaris("topologySpreadConstraint"),
        *kyverno("topologyspreadconstraints-policy"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(
        FROM_REPLICAS,
        Parameter(
            "topology_keys",
            Kind.TEXTS,
            ("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
            "Node labels over which replicas may be spread; pods of two zones stand on two nodes.",
        ),
        Parameter(
            "kinds", Kind.TEXTS, ("Deployment", "StatefulSet", "ReplicaSet", "Rollout"), "The kinds that are judged."
        ),
        GPU,
    ),
    scope=Scope.SET,
)
