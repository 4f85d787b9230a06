"""Pods have volumes of the safe types only."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, pod_spec
from policies.workload.workload import Workload
from policies.world import World

_ALLOWED = (
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for volume in pod_spec(workload.pod).at("volumes").items():
        for kind, source in volume.mapping().items():
            if kind != "name" and source is not None and kind not in parameters["allowed"]:
                message = f"volume {volume.at('name').text()} is of type {kind}"
                yield failed(workload.object, message, volume.at(kind).pointer)


RULE = Rule(
    id="pod-security/volume-types",
    demands="Every volume is of one of the allowed types.",
    why="Types such as hostPath, nfs and iscsi reach the node or the network past the storage that the "
    "cluster gives out by claims (Pod Security Standards, restricted).",
    fix="Use a PersistentVolumeClaim, an emptyDir, a ConfigMap, a Secret or a projected volume.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      volumes: [{name: data, nfs: {server: nfs.example.com, path: /data}}]
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
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(*kyverno("restrict-volume-types"),),
    judge=per_workload(_check, has_template),
    parameters=(Parameter("allowed", Kind.TEXTS, _ALLOWED, "Types of volume that are allowed."),),
)
