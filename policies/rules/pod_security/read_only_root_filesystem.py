"""Containers can't write into their own image."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, is_linux
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        root = container.setting("readOnlyRootFilesystem")
        if root.boolean() is not True:
            message = f"readOnlyRootFilesystem is {'not set' if root.value is None else 'false'}"
            yield failed(workload.object, message, root.pointer, container.container)


RULE = Rule(
    id="pod-security/read-only-root-filesystem",
    demands="Every container writes readOnlyRootFilesystem: true.",
    why="Whoever gets into a container then can't leave a program in it, and what the application writes "
    "stands in volumes, where it is seen and sized. Windows pods can't have the field.",
    fix="Write readOnlyRootFilesystem: true, and mount an emptyDir where the application writes.",
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
          securityContext: {allowPrivilegeEscalation: false}
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
          securityContext: {readOnlyRootFilesystem: true}
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_linter("no-read-only-root-fs"),
        *kube_score("container-security-context-readonlyrootfilesystem"),
        *polaris("notReadOnlyRootFilesystem"),
        *checkov("CKV_K8S_22"),
        *kyverno("require-ro-rootfs"),
    ),
    judge=per_workload(_check, is_linux),
)
