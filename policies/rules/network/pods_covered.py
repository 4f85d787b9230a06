"""NetworkPolicies select every pod."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from manifests.pointer import join
from policies.answer import checkov, kube_linter, kube_score, polaris
from policies.indexes.network import has_own_address, namespaces, network
from policies.parameters import EGRESS_TOO, directions
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.security import has_template
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return has_own_address(workload)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    index = world.index(network)
    policies = index.covering.get(workload, [])
    wanted = directions(parameters)
    missing = [each.lower() for each in wanted if not any(each in policy.rules for policy in policies)]
    if not missing:
        return
    if unknown := index.unknown(workload.object.namespace):
        yield not_evaluated(workload.object, unknown)
        return
    # A CloudNativePG Cluster's pods are labelled with its name.
    labels = join(*workload.kind.template, "metadata", "labels")
    field = labels if has_template(workload, parameters) else "/metadata/name"
    message = f"no NetworkPolicy governs {' and '.join(missing)} of its pods"
    found = failed(workload.object, message, field)
    yield replace(found, part_of=world.index(namespaces)[workload.object.namespace])


RULE = Rule(
    id="network/pods-covered",
    demands="The pods of every workload are selected by a NetworkPolicy.",
    why="A pod that no policy selects is open to every pod of the cluster, whatever policies stand beside it: they "
    "hold only for the pods that they select (Kubernetes, Network Policies).",
    fix="Add a NetworkPolicy whose podSelector matches the pods' labels.",
    bad="""
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: frontend}
spec: {podSelector: {matchLabels: {app: frontend}}, policyTypes: [Ingress]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    good="""
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend}
spec: {podSelector: {matchLabels: {app: backend}}, policyTypes: [Ingress]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_linter("non-isolated-pod"),
        *kube_score("pod-networkpolicy"),
        *polaris("missingNetworkPolicy"),
        *checkov("CKV2_K8S_6"),
    ),
    yields_to=("network/default-deny",),
    judge=per_workload(_check, _applies),
    parameters=(EGRESS_TOO,),
    scope=Scope.SET,
)
