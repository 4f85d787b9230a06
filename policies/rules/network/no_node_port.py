"""No Service opens a port on every node."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kube_score, kyverno
from policies.rule import Rule, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.field import Field, UnreadableError
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("Service"):
        if item.group == "":
            try:
                kind = Field(item.body).at("spec", "type").text()
            except UnreadableError as error:
                yield not_evaluated(item, str(error))
                continue
            yield failed(item, "type is NodePort", "/spec/type") if kind == "NodePort" else passed(item)


RULE = Rule(
    id="network/no-node-port",
    demands="No Service is of type NodePort.",
    why="A node port is open on every node's address, past the Ingress with its TLS and its rules, and only one "
    "Service of the cluster can have it.",
    fix="Make it ClusterIP and reach it through an Ingress or a Gateway, or make it LoadBalancer.",
    bad="""
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {type: NodePort, selector: {app: backend}, ports: [{port: 80}]}
""",
    good="""
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: backend}, ports: [{port: 80}]}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_linter("exposed-services"),
        *kube_score("service-type"),
        *kyverno("restrict-node-port"),
    ),
    judge=_judge,
)
