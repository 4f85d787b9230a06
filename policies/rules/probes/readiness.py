"""Every container says when it can serve."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, polaris
from policies.indexes.behind_services import behind_services
from policies.parameters import PROBED_CONTAINERS, SERVER_KINDS
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.probed import is_server, unprobed
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if not (parameters["workers"] or _serves(world, workload)):
        return
    for lack in unprobed(workload, ("readinessProbe",), parameters["containers"]):
        yield failed(workload.object, lack.fact, lack.field, lack.container)


def _serves(world: World, workload: Workload) -> bool:
    """Whether traffic may reach the pods: a Service selects them, or a container declares a port."""
    declared = any(container.body.get("ports") for container in workload.pod.containers)
    return declared or workload in world.index(behind_services)


RULE = Rule(
    id="probes/readiness",
    demands="Every container and sidecar of a pod that gets traffic has a readiness probe.",
    why='Without one a pod gets traffic as soon as its process starts, and a rollout of a broken version "succeeds" '
    "and takes the good pods away (Kubernetes, Configure Liveness, Readiness and Startup Probes).",
    fix="Write a readinessProbe that asks what a request needs.",
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
          ports: [{containerPort: 8000}]
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
          ports: [{containerPort: 8000}]
          readinessProbe: {httpGet: {path: /healthz, port: 8000}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("no-readiness-probe"),
        *kube_score("pod-probes"),
        *polaris("readinessProbeMissing"),
        *checkov("CKV_K8S_9"),
    ),
    judge=per_workload(_check, is_server),
    parameters=(
        SERVER_KINDS,
        PROBED_CONTAINERS,
        Parameter(
            "workers", Kind.BOOL, False, "Whether pods that no Service selects and that declare no port are judged too."
        ),
    ),
)
