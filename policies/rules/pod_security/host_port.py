"""Containers take no port of their node."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, has_template
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    allowed = parameters["range"]
    for container in containers(workload.pod):
        for port in container.body.at("ports").items():
            taken = port.at("hostPort")
            number = taken.integer()
            if number and not (allowed and allowed[0] <= number <= allowed[1]):
                outside = f", outside {allowed[0]} to {allowed[1]}" if allowed else ""
                yield failed(workload.object, f"hostPort is {number}{outside}", taken.pointer, container.container)


RULE = Rule(
    id="pod-security/host-port",
    demands="No container takes a port of its node.",
    why="A port of the node is open to whoever reaches the node, and only one pod of a node can have it: the "
    "second replica stays Pending (Pod Security Standards, baseline).",
    fix="Remove hostPort, and reach the pods through a Service.",
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
          ports: [{containerPort: 8080, hostPort: 80}]
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
          ports: [{containerPort: 8080}]
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *polaris("hostPortSet"),
        *checkov("CKV_K8S_26"),
        *kyverno("disallow-host-ports", "disallow-host-ports-range"),
    ),
    judge=per_workload(_check, has_template),
    parameters=(
        Parameter("range", Kind.RANGE, None, "Ports that may be taken, the first and the last; none if not set."),
    ),
)
