"""No Windows container runs as a process of its node."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, holders
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for holder in holders(workload.pod):
        process = holder.setting("windowsOptions", "hostProcess")
        if process.boolean():
            yield failed(workload.object, "windowsOptions.hostProcess is true", process.pointer, holder.container)


RULE = Rule(
    id="pod-security/host-process",
    demands="Neither the pod nor a container sets windowsOptions.hostProcess: true.",
    why="A HostProcess container runs on the Windows node itself, with the rights of the account it names "
    "(Pod Security Standards, baseline).",
    fix="Remove hostProcess.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      securityContext: {windowsOptions: {hostProcess: true}}
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
      securityContext: {windowsOptions: {hostProcess: false}}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *polaris("hostProcess"),
        *kyverno("disallow-host-process"),
    ),
    judge=per_workload(_check, has_template),
)
