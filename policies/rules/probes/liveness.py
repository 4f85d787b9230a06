"""Every container is restarted when it hangs."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, polaris
from policies.parameters import PROBED_CONTAINERS, SERVER_KINDS
from policies.per_workload import per_workload
from policies.rule import Rule, Severity, Verdict, failed
from policies.workload.probed import is_server, unprobed
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for lack in unprobed(workload, ("livenessProbe",), parameters["containers"]):
        yield failed(workload.object, lack.fact, lack.field, lack.container)


RULE = Rule(
    id="probes/liveness",
    demands="Every container and sidecar of a server has a liveness probe.",
    why="A process that hangs without ending is never restarted. A wrong liveness probe does more harm than none: the "
    "rule is off until it is switched on.",
    fix="Write a livenessProbe that asks the process alone, never what it depends on.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
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
          livenessProbe: {httpGet: {path: /healthz, port: 8000}}
""",
    severity=Severity.WARNING,
    profile=None,
    answers=(
        *kube_linter("no-liveness-probe"),
        *kube_score("pod-probes"),
        *polaris("livenessProbeMissing"),
        *checkov("CKV_K8S_8"),
    ),
    judge=per_workload(_check, is_server),
    parameters=(SERVER_KINDS, PROBED_CONTAINERS),
)
