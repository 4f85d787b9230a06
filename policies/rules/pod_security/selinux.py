"""SELinux options stay within what containers are confined to."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, holders
from policies.workload.version import at_least
from policies.workload.workload import Workload
from policies.world import World

_NEVER = "99.0"
_TYPES_SINCE = {
    "container_t": "1.0",
    "container_init_t": "1.0",
    "container_kvm_t": "1.0",
    "container_engine_t": "1.31",
}


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for holder in holders(workload.pod):
        kind = holder.setting("seLinuxOptions", "type")
        if kind.text() and not at_least(world.kubernetes, _TYPES_SINCE.get(kind.text(), _NEVER)):
            message = f"seLinuxOptions.type is {kind.text()}"
            yield failed(workload.object, message, kind.pointer, holder.container)
        for key in ("user", "role"):
            option = holder.setting("seLinuxOptions", key)
            if option.text():
                message = f"seLinuxOptions.{key} is {option.text()}"
                yield failed(workload.object, message, option.pointer, holder.container)


RULE = Rule(
    id="pod-security/selinux",
    demands="SELinux options name no user and no role, and no type but those for containers.",
    why="Another type, user or role takes a container out of the confinement that SELinux gives it (Pod "
    "Security Standards, baseline; container_engine_t is allowed since 1.31).",
    fix="Remove the option.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      securityContext: {seLinuxOptions: {type: spc_t}}
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
      securityContext: {seLinuxOptions: {type: container_t, level: "s0:c123,c456"}}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(*kyverno("disallow-selinux"),),
    judge=per_workload(_check, has_template),
)
