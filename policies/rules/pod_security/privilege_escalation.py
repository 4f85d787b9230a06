"""No process gains more rights than the one that started it."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, is_linux
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        escalation = container.setting("allowPrivilegeEscalation")
        if escalation.boolean() is not False:
            message = f"allowPrivilegeEscalation is {'not set' if escalation.value is None else 'true'}"
            yield failed(workload.object, message, escalation.pointer, container.container)


RULE = Rule(
    id="pod-security/privilege-escalation",
    demands="Every container writes allowPrivilegeEscalation: false.",
    why="Without it a program with the set-user-ID bit, such as sudo or an old mount, makes any user root "
    "again (Pod Security Standards, restricted). Windows pods can't have the field.",
    fix="Write allowPrivilegeEscalation: false into the container's securityContext.",
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
          securityContext: {runAsUser: 1000}
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
          securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false}
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_linter("privilege-escalation-container"),
        *polaris("privilegeEscalationAllowed"),
        *checkov("CKV_K8S_20"),
        *kyverno("disallow-privilege-escalation"),
    ),
    judge=per_workload(_check, is_linux),
)
