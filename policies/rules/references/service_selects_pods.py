"""Every Service has pods behind it, with the ports that it names."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score
from policies.indexes.pods import pods
from policies.indexes.selection import unselecting
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import UnreadableError
from policies.workload.selector import Selector
from policies.workload.service import declares, named_ports, service_selector
from policies.world import World

_FIELD = "/spec/selector"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("Service"):
        if item.group:
            continue
        try:
            selector = service_selector(item)
            if selector is not None:
                yield from settled(item, list(_check(world, item, selector)))
        except UnreadableError as error:
            yield not_evaluated(item, str(error))


def _check(world: World, item: Object, selector: Selector) -> Iterator[Verdict]:
    selected = list(world.index(pods).selected(item.namespace, selector))
    if not selected:
        verdict = unselecting(world, item, item.namespace, selector, _FIELD)
        if verdict is not None:
            yield verdict
        return
    # The operator writes the ports of a database's pods.
    written = [workload for workload in selected if workload.object.kind != "Cluster"]
    if len(written) < len(selected):
        return
    for port in named_ports(item):
        if not any(declares(workload.pod, port) for workload in written):
            protocol = "" if port.protocol == "TCP" else f"{port.protocol} "
            message = f"no container of {written[0].short} has a {protocol}port named {port.name}"
            yield failed(item, message, port.field, fix="Name the port in the container, or write its number.")


RULE = Rule(
    id="references/service-selects-pods",
    demands="Every Service with a selector selects pods, and a target port given by name is a port of theirs.",
    why="A Service without endpoints is accepted and refuses every connection; so does one whose target port no pod "
    "names (Kubernetes, Debug Services).",
    fix="Make the selector equal to the labels of the pod template.",
    bad="""
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: back-end}, ports: [{port: 80}]}
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
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: backend}, ports: [{port: 80}]}
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
        *kube_linter("dangling-service"),
        *kube_score("service-targets-pod"),
    ),
    judge=_judge,
    scope=Scope.SET,
)
