"""Containers are kept from running as root."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.pod import Pod
from policies.workload.security import Holder, containers, has_template, has_user_namespace, inherited, pod_spec
from policies.workload.version import at_least
from policies.workload.workload import Workload
from policies.world import World


def _has_uid(pod: Pod, container: Holder) -> bool:
    return bool(inherited(pod, container, "runAsUser").integer())


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    pod = workload.pod
    if has_user_namespace(pod) and at_least(world.kubernetes, "1.35"):
        return
    judged = [each for each in containers(pod) if not (parameters["uid_counts"] and _has_uid(pod, each))]
    shared = pod_spec(pod).at("securityContext", "runAsNonRoot")
    if shared.boolean() is False and (judged or not parameters["uid_counts"]):
        yield failed(workload.object, "runAsNonRoot is false", shared.pointer)
    for container in judged:
        own = container.setting("runAsNonRoot")
        if own.boolean() is False:
            yield failed(workload.object, "runAsNonRoot is false", own.pointer, container.container)
        elif own.value is None and shared.value is None:
            message = "runAsNonRoot is set neither for the container nor for the pod"
            yield failed(workload.object, message, own.pointer, container.container)


RULE = Rule(
    id="pod-security/run-as-non-root",
    demands="Every container has runAsNonRoot: true, its own or its pod's, and nothing sets it to false.",
    why="The kubelet then refuses to start an image whose user is root, so that an escape from the container "
    "does not end as root on the node (Pod Security Standards, restricted). From 1.35 on a pod with "
    "hostUsers: false may do without.",
    fix="Write runAsNonRoot: true into the pod's securityContext.",
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
      securityContext: {runAsNonRoot: true}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          securityContext: {allowPrivilegeEscalation: false}
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_linter("run-as-non-root"),
        *polaris("runAsRootAllowed"),
        *checkov("CKV_K8S_23"),
        *kyverno("require-run-as-nonroot"),
    ),
    judge=per_workload(_check, has_template),
    parameters=(Parameter("uid_counts", Kind.BOOL, False, "Whether a runAsUser other than 0 counts as runAsNonRoot."),),
)
