"""No container is told to run as user 0."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_score, kyverno
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, has_user_namespace, holders
from policies.workload.version import at_least
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if has_user_namespace(workload.pod) and at_least(world.kubernetes, "1.35"):
        return
    for holder in holders(workload.pod):
        user = holder.setting("runAsUser")
        if user.integer() == 0:
            yield failed(workload.object, "runAsUser is 0", user.pointer, holder.container)


RULE = Rule(
    id="pod-security/run-as-user-not-zero",
    demands="Neither the pod nor a container sets runAsUser: 0.",
    why="User 0 is root, on the node too if the container is escaped from; with runAsNonRoot: true the pod "
    "does not even start (Pod Security Standards, restricted). From 1.35 on a pod with hostUsers: false "
    "may.",
    fix="Write the number of the user that the image is made for.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      securityContext: {runAsUser: 0}
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
      securityContext: {runAsUser: 1000}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_score("container-security-context-user-group-id"),
        *checkov("CKV_K8S_40"),
        *kyverno("require-run-as-non-root-user"),
    ),
    judge=per_workload(_check, has_template),
)
