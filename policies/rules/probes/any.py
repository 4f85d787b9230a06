"""Every container has some probe."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.parameters import PROBED_CONTAINERS, SERVER_KINDS
from policies.per_workload import per_workload
from policies.rule import Rule, Severity, Verdict, failed
from policies.workload.probed import is_server, unprobed
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for lack in unprobed(workload, ("readinessProbe", "livenessProbe", "startupProbe"), parameters["containers"]):
        yield failed(workload.object, lack.fact, lack.field, lack.container)


RULE = Rule(
    id="probes/any",
    demands="Every container and sidecar of a server has a readiness, liveness or start-up probe.",
    why="Without any probe Kubernetes takes a process that has started for one that works.",
    fix="Write a readinessProbe.",
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
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          readinessProbe: {httpGet: {path: /healthz, port: 8000}}
""",
    severity=Severity.WARNING,
    profile=None,
    answers=(*kyverno("require-pod-probes"),),
    judge=per_workload(_check, is_server),
    parameters=(SERVER_KINDS, PROBED_CONTAINERS),
)
