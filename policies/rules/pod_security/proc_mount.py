"""The paths of /proc that are hidden from containers stay hidden."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kyverno, polaris
from policies.parameters import LEVEL
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, has_template, has_user_namespace
from policies.workload.version import at_least
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    relaxed = parameters["level"] == "baseline" and at_least(world.kubernetes, "1.35")
    if relaxed and has_user_namespace(workload.pod):
        return
    for container in containers(workload.pod):
        mount = container.setting("procMount")
        if mount.value is not None and mount.text() != "Default":
            yield failed(workload.object, f"procMount is {mount.text() or 'empty'}", mount.pointer, container.container)


RULE = Rule(
    id="pod-security/proc-mount",
    demands="No container sets procMount to anything but Default; level baseline spares pods with hostUsers: false.",
    why="Unmasked, /proc shows and changes settings of the node's kernel (Pod Security Standards, where only "
    "baseline spares a pod in a user namespace, from 1.35 on).",
    fix="Remove procMount.",
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
          securityContext: {procMount: Unmasked}
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
          securityContext: {procMount: Default}
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_linter("unsafe-proc-mount"),
        *polaris("procMount"),
        *kyverno("disallow-proc-mount"),
    ),
    judge=per_workload(_check, has_template),
    parameters=(LEVEL,),
)
