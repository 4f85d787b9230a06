"""Pods carry no credentials for the Kubernetes API."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kyverno, polaris
from policies.indexes.partial import unless_elsewhere
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.field import Field
from policies.workload.security import has_template, pod_spec
from policies.workload.workload import Workload
from policies.world import World


def _refuses(world: World, namespace: str, name: str) -> bool:
    accounts = [item for item in world.named("ServiceAccount", name) if (item.group, item.namespace) == ("", namespace)]
    return any(Field(item.body).at("automountServiceAccountToken").boolean() is False for item in accounts)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    spec = pod_spec(workload.pod)
    mounts = spec.at("automountServiceAccountToken")
    if mounts.boolean():
        yield failed(workload.object, "automountServiceAccountToken is true", mounts.pointer)
    elif mounts.value is None:
        name = spec.at("serviceAccountName").text() or spec.at("serviceAccount").text() or "default"
        if not _refuses(world, workload.object.namespace, name):
            message = f"automountServiceAccountToken is not set, and ServiceAccount/{name} does not refuse"
            found = failed(workload.object, message, mounts.pointer)
            yield unless_elsewhere(world, found, f"ServiceAccount/{name}")


RULE = Rule(
    id="pod-security/service-account-token",
    demands="No pod mounts its service account's token: the pod refuses it, or else the ServiceAccount does.",
    why="Kubernetes puts a token for its API into every container that does not refuse it, and an intruder "
    "finds it at a well-known path. Hardly any application needs one (NSA and CISA, Kubernetes Hardening "
    "Guide).",
    fix="Write automountServiceAccountToken: false into the pod's spec.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      serviceAccountName: backend
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
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
      automountServiceAccountToken: false
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *polaris("automountServiceAccountToken"),
        *checkov("CKV_K8S_38"),
        *kyverno("restrict-automount-sa-token"),
    ),
    judge=per_workload(_check, has_template),
)
