"""No container is privileged."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, has_template
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        privileged = container.setting("privileged")
        if privileged.boolean():
            yield failed(workload.object, "privileged is true", privileged.pointer, container.container)


RULE = Rule(
    id="pod-security/privileged",
    demands="No container is privileged.",
    why="A privileged container is root on its node: every device, every capability, no seccomp, no AppArmor. "
    "It is the first step of nearly every published escape (Pod Security Standards, baseline).",
    fix="Remove privileged: true, and ask for the one device or capability that is needed.",
    bad="""
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          securityContext: {privileged: true}
""",
    good="""
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          securityContext: {privileged: false}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("privileged-container"),
        *kube_score("container-security-context-privileged"),
        *polaris("runAsPrivileged"),
        *checkov("CKV_K8S_16"),
        *kyverno("disallow-privileged-containers"),
    ),
    judge=per_workload(_check, has_template),
)
