"""Every NetworkPolicy concerns pods that are there, and names no peer that is misspelt."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score
from policies.indexes.pods import pods
from policies.indexes.selection import unselecting
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.selector import Selector, read_selector
from policies.world import World

_NAMESPACE_NAME = "kubernetes.io/metadata.name"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("NetworkPolicy"):
        if item.group == "networking.k8s.io":
            yield from settled(item, _readable(world, item))


def _readable(world: World, item: Object) -> Iterator[Verdict]:
    spec = Field(item.body.get("spec"), "/spec")
    try:
        yield from _check(world, item, spec.at("podSelector"), item.namespace, needed=True)
        for direction, side in (("ingress", "from"), ("egress", "to")):
            for rule in spec.at(direction).items():
                for peer in rule.at(side).items():
                    yield from _of_peer(world, item, peer)
    except UnreadableError as error:
        yield not_evaluated(item, str(error))


def _of_peer(world: World, item: Object, peer: Field) -> Iterator[Verdict]:
    """A peer may come later, or never: only one that is misspelt is a fault."""
    selector = peer.at("podSelector")
    namespaces = read_selector(peer.at("namespaceSelector"))
    if namespaces is None:
        yield from _check(world, item, selector, item.namespace, needed=False)
        return
    for requirement in namespaces.requirements:
        if requirement.key == _NAMESPACE_NAME and requirement.operator == "In" and len(requirement.values) == 1:
            yield from _check(world, item, selector, next(iter(requirement.values)), needed=False)


def _check(world: World, item: Object, field: Field, namespace: str, *, needed: bool) -> Iterator[Verdict]:
    selector = read_selector(field) or Selector(())
    if selector.requirements and next(world.index(pods).selected(namespace, selector), None) is None:
        verdict = unselecting(world, item, namespace, selector, field.pointer, needed=needed)
        if verdict is not None:
            yield verdict


RULE = Rule(
    id="references/network-policy-selects-pods",
    demands="Every NetworkPolicy selects pods, or all pods, and its peers are not misspelt.",
    why="A policy that selects nothing protects nothing and says so nowhere; beside a default-deny, a misspelt peer is "
    "an outage.",
    fix="Make the selector equal to the labels of the pod template.",
    bad="""
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend}
spec: {podSelector: {matchLabels: {app: back-end}}, ingress: []}
---
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
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: backend}
spec: {podSelector: {matchLabels: {app: backend}}, ingress: []}
---
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
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("dangling-networkpolicy"),
        *kube_score("networkpolicy-targets-pod"),
    ),
    judge=_judge,
    scope=Scope.SET,
)
