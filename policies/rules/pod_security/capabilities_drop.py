"""Containers drop the capabilities that are asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kyverno
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed
from policies.workload.security import containers, is_linux
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        drop = container.setting("capabilities", "drop")
        dropped = {each.text().upper() for each in drop.items()}
        kept = [name for name in parameters["drop"] if not dropped & {"ALL", name.upper()}]
        if kept:
            message = f"{'capability' if len(kept) == 1 else 'capabilities'} {', '.join(kept)} not dropped"
            yield failed(workload.object, message, drop.pointer, container.container)


RULE = Rule(
    id="pod-security/capabilities-drop",
    demands="Every container drops the capabilities of the list; dropping ALL drops each of them.",
    why="A runtime gives a container about a dozen capabilities that hardly any program uses; NET_RAW among "
    "them lets it forge packets. The control for restricted asks for ALL anyway, so this one runs only "
    "where it is switched on.",
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
          securityContext: {capabilities: {drop: [ALL]}}
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_linter("drop-net-raw-capability"),
        *checkov("CKV_K8S_28", "CKV_K8S_37"),
        *kyverno("require-drop-all"),
    ),
    judge=per_workload(_check, is_linux),
    parameters=(Parameter("drop", Kind.TEXTS, ("ALL",), "Capabilities that must be dropped."),),
)
