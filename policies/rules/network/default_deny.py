"""Namespaces are closed, but for what is let through."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.indexes.network import namespaces, network
from policies.objects import Object
from policies.parameters import EGRESS_TOO, directions
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for namespace, item in world.index(namespaces).items():
        field = "/metadata/name" if item.kind == "Namespace" else "/metadata/namespace"
        yield _verdict(world, namespace, item, field, parameters)


def _verdict(world: World, namespace: str, item: Object, field: str, parameters: Mapping[str, Any]) -> Verdict:
    index = world.index(network)
    policies = index.policies.get(namespace, [])
    missing = [
        direction.lower()
        for direction in directions(parameters)
        if not any(policy.denies_by_default(direction) for policy in policies)
    ]
    if not missing:
        return passed(item)
    if unknown := index.unknown(namespace):
        return not_evaluated(item, unknown)
    message = f"no NetworkPolicy denies {' and '.join(missing)} to all pods of namespace {namespace} by default"
    return failed(item, message, field)


RULE = Rule(
    id="network/default-deny",
    demands="Every namespace with workloads has a NetworkPolicy that selects all of its pods and lets not all through.",
    why="Without one every pod of the cluster reaches every other, so that an intruder in one has all of them to try, "
    "and a new workload is open until somebody remembers it (Kubernetes, Network Policies).",
    fix="Add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress], and policies for what is needed.",
    bad="""
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend, namespace: shop}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    good="""
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend, namespace: shop}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(*kyverno("add-networkpolicy"),),
    judge=_judge,
    parameters=(EGRESS_TOO,),
    scope=Scope.SET,
)
