"""Pods mount nothing of their node's disk."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Rule, Severity, Verdict, failed
from policies.workload.security import has_template, pod_spec
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for volume in pod_spec(workload.pod).at("volumes").items():
        source = volume.at("hostPath")
        if source.value is not None:
            message = f"volume {volume.at('name').text()} mounts {source.at('path').text() or 'a path'} of the node"
            yield failed(workload.object, message, source.pointer)


RULE = Rule(
    id="pod-security/host-path",
    demands="No pod has a hostPath volume.",
    why="A writable path of the node is a way out of the container, and what is read there may be another "
    "pod's secret (Pod Security Standards, baseline). volume-types asks for this and more, so this one "
    "runs only where it is switched on.",
    fix="Use a PersistentVolumeClaim, an emptyDir or a ConfigMap.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      volumes: [{name: logs, hostPath: {path: /var/log}}]
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
      volumes: [{name: logs, emptyDir: {}}]
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_linter("sensitive-host-mounts", "writable-host-mount"),
        *polaris("hostPathSet"),
        *kyverno("disallow-host-path"),
    ),
    judge=per_workload(_check, has_template),
)
