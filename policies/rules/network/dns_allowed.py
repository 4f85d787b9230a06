"""Pods whose egress is denied can still look up names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies.indexes.network import Network, network
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.name_lookup import TCP, UDP
from policies.workload.network_policy import EGRESS, NetworkPolicy
from policies.workload.workload import Workload
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    index = world.index(network)
    for policy in (each for found in index.policies.values() for each in found):
        if policy.unreadable:
            yield not_evaluated(policy.object, policy.unreadable)
        elif EGRESS in policy.rules and index.selected[policy]:
            yield from _of_policy(index, policy, parameters["isolated"] == "pass")


def _of_policy(index: Network, policy: NetworkPolicy, isolated_pass: bool) -> Iterator[Verdict]:
    """The finding stands at the first policy that denies: the others only deny the same pods once more."""
    lost: dict[tuple[str, ...], list[Workload]] = {}
    is_said_elsewhere = False
    for workload in index.selected[policy]:
        denying = [each for each in index.covering[workload] if EGRESS in each.rules]
        if isolated_pass and not any(each.rules[EGRESS] for each in denying):
            continue
        allowed = frozenset().union(*(each.lookups for each in denying))
        missing = tuple(protocol for protocol in (UDP, TCP) if protocol not in allowed)
        if missing and denying[0] is policy:
            lost.setdefault(missing, []).append(workload)
        elif missing:
            is_said_elsewhere = True
    unknown = index.unknown(policy.object.namespace)
    if lost and unknown:
        yield not_evaluated(policy.object, unknown)
    elif lost:
        for missing, workloads in lost.items():
            yield _failure(policy, missing, workloads)
    elif not is_said_elsewhere:
        yield passed(policy.object)


def _failure(policy: NetworkPolicy, missing: tuple[str, ...], workloads: Sequence[Workload]) -> Verdict:
    shown = ", ".join(workload.short for workload in workloads[:3])
    more = f" and {len(workloads) - 3} more" if len(workloads) > 3 else ""
    message = f"egress of {shown}{more} is denied, and port 53 is not allowed by {' and '.join(missing)}"
    # An answer by UDP is cut short only where it is long: most names are still found.
    severity = Severity.WARNING if missing == (TCP,) else None
    about = workloads[0].object if len(workloads) == 1 else None
    return failed(policy.object, message, "/spec/egress", severity=severity, about=about)


RULE = Rule(
    id="network/dns-allowed",
    demands="Pods whose egress is denied are let through to port 53 by UDP and by TCP.",
    why="Every connection starts with the name of whom it is for. The commonest outage of a first deny-all policy is "
    "that nothing finds anything; by UDP alone, only long answers are lost (Kubernetes, Network Policies).",
    fix="Add an egress rule for port 53, UDP and TCP, to the pods of kube-dns.",
    bad="""
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend}
spec:
  podSelector: {matchLabels: {app: backend}}
  policyTypes: [Egress]
  egress:
    - to: [{podSelector: {matchLabels: {app: database}}}]
      ports: [{port: 5432}]
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
spec:
  podSelector: {matchLabels: {app: backend}}
  policyTypes: [Egress]
  egress:
    - to: [{podSelector: {matchLabels: {app: database}}}]
      ports: [{port: 5432}]
    - to:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
          podSelector: {matchLabels: {k8s-app: kube-dns}}
      ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
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
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(
        Parameter(
            "isolated", Kind.CHOICE, "fail", "Whether pods that no rule lets out at all fail too.", ("fail", "pass")
        ),
    ),
    scope=Scope.SET,
)
