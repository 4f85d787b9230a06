"""The kernel calls of every container are filtered."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_score, kyverno, polaris
from policies.parameters import LEVEL
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, holders, is_linux, pod_spec
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    must_be_set = parameters["level"] == "restricted"
    if must_be_set and not is_linux(workload, parameters):
        return
    shared = pod_spec(workload.pod).at("securityContext", "seccompProfile")
    for holder in holders(workload.pod):
        profile = holder.setting("seccompProfile")
        kind = profile.at("type").text()
        if profile.value is not None and kind not in ("RuntimeDefault", "Localhost"):
            message = f"the seccomp profile is {kind}" if kind else "the seccomp profile has no type"
            yield failed(workload.object, message, profile.at("type").pointer, holder.container)
        elif must_be_set and holder.container is not None and profile.value is None and shared.value is None:
            message = "no seccomp profile, neither the container's nor the pod's"
            yield failed(workload.object, message, profile.pointer, holder.container)


RULE = Rule(
    id="pod-security/seccomp",
    demands="Every container has the seccomp profile RuntimeDefault or Localhost, its own or its pod's.",
    why="The kernel has several hundred calls; the runtime's profile closes those that escapes were built on, "
    "keyctl and unshare among them (Pod Security Standards). Without a profile the node's kubelet "
    "decides, which level baseline takes. Windows pods can't have the field.",
    fix="Write seccompProfile: {type: RuntimeDefault} into the pod's securityContext.",
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
      securityContext: {seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_score("container-seccomp-profile"),
        *polaris("linuxHardening"),
        *checkov("CKV_K8S_31"),
        *kyverno("restrict-seccomp", "restrict-seccomp-strict"),
    ),
    judge=per_workload(_check, has_template),
    parameters=(LEVEL,),
)
