"""Containers drop every capability, and add back at most the one for low ports."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, is_linux
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        drop = container.setting("capabilities", "drop")
        dropped = [each.text() for each in drop.items()]
        if "ALL" not in dropped:
            message = f"capabilities dropped are {', '.join(dropped) or 'none'}, not ALL"
            yield failed(workload.object, message, drop.pointer, container.container)
        for added in container.setting("capabilities", "add").items():
            if added.text() != "NET_BIND_SERVICE":
                message, fix = f"capability {added.text()} is added", "Remove the capability from capabilities.add."
                yield failed(workload.object, message, added.pointer, container.container, fix)


RULE = Rule(
    id="pod-security/capabilities-restricted",
    demands="Every container drops ALL capabilities and adds none but NET_BIND_SERVICE.",
    why="What a process may not do can't be used against the node, whatever hole is found in it (Pod Security "
    "Standards, restricted). Names count as the standard reads them: in capitals, without CAP_. Windows "
    "pods can't have the field.",
    fix="Write capabilities: {drop: [ALL]} into the container's securityContext.",
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
          securityContext: {capabilities: {drop: [NET_RAW]}}
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
          securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *polaris("insecureCapabilities"),
        *kyverno("disallow-capabilities-strict"),
    ),
    judge=per_workload(_check, is_linux),
)
