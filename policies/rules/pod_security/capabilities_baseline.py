"""Containers add no capability beyond those that runtimes give by default."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Rule, Severity, Verdict, failed
from policies.workload.security import containers, has_template
from policies.workload.workload import Workload
from policies.world import World

_DEFAULT = (
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        for added in container.setting("capabilities", "add").items():
            if added.text() not in _DEFAULT:
                yield failed(workload.object, f"capability {added.text()} is added", added.pointer, container.container)


RULE = Rule(
    id="pod-security/capabilities-baseline",
    demands="No container adds a capability beyond those that a container runtime gives by default, and not NET_RAW.",
    why="Capabilities such as SYS_ADMIN and NET_ADMIN are most of what root can do (Pod Security Standards, "
    "baseline). The control for restricted asks for more, so this one runs only where it is switched on.",
    fix="Remove the capability from capabilities.add.",
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
          securityContext: {capabilities: {add: [NET_ADMIN]}}
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
          securityContext: {capabilities: {add: [CHOWN]}}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *polaris("dangerousCapabilities"),
        *checkov("CKV_K8S_25", "CKV_K8S_39"),
        *kyverno("disallow-capabilities"),
    ),
    judge=per_workload(_check, has_template),
)
