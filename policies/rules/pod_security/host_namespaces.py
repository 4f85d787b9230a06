"""Pods do not live in the namespaces of their node."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, pod_spec
from policies.workload.workload import Workload
from policies.world import World

_FIELDS = {"pid": "hostPID", "ipc": "hostIPC", "network": "hostNetwork"}


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for name, key in _FIELDS.items():
        shared = pod_spec(workload.pod).at(key)
        if name in parameters["which"] and shared.boolean():
            yield failed(workload.object, f"{key} is true", shared.pointer)


RULE = Rule(
    id="pod-security/host-namespaces",
    demands="No pod shares the process, IPC or network namespace of its node.",
    why="In the node's namespaces a pod sees and signals every process, reads shared memory, and listens on "
    "every address of the node, past every NetworkPolicy (Pod Security Standards, baseline).",
    fix="Remove the field.",
    bad="""
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      hostNetwork: true
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    good="""
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("host-ipc", "host-network", "host-pid"),
        *polaris("hostIPCSet", "hostNetworkSet", "hostPIDSet"),
        *checkov("CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19"),
        *kyverno("disallow-host-namespaces"),
    ),
    judge=per_workload(_check, has_template),
    parameters=(
        Parameter("which", Kind.TEXTS, tuple(_FIELDS), "Namespaces that may not be shared: pid, ipc, network."),
    ),
)
