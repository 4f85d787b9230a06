"""No pod is given the socket of the container runtime."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from posixpath import normpath
from typing import Any

from policies.answer import checkov, kube_linter, kyverno
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, pod_spec
from policies.workload.workload import Workload
from policies.world import World

_PATHS = (
    "/run/docker.sock",
    "/run/dockershim.sock",
    "/run/cri-dockerd.sock",
    "/run/containerd",
    "/run/containerd/containerd.sock",
    "/run/k3s/containerd",
    "/run/k3s/containerd/containerd.sock",
    "/run/crio",
    "/run/crio/crio.sock",
    "/run/podman",
    "/run/podman/podman.sock",
    "/pipe/docker_engine",
    "/pipe/containerd-containerd",
)


def _plain(path: str) -> str:
    """The path in one spelling: one slash where there are more or a backslash, and /run for the link /var/run to it."""
    plain = "/" + normpath(path.replace("\\", "/")).lstrip("/")
    return plain.removeprefix("/var") if f"{plain}/".startswith("/var/run/") else plain


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for volume in pod_spec(workload.pod).at("volumes").items():
        path = volume.at("hostPath", "path")
        if path.text() and any(fnmatchcase(_plain(path.text()), _plain(glob)) for glob in parameters["paths"]):
            message = f"volume {volume.at('name').text()} mounts {path.text()} of the node"
            yield failed(workload.object, message, path.pointer)


RULE = Rule(
    id="pod-security/container-runtime-socket",
    demands="No pod mounts the socket of its node's container runtime, nor the directory that is made for it.",
    why="Whoever can speak to the runtime starts a privileged container on the node, past the API server and "
    "its admission. Mounted read-only, a socket can still be spoken to.",
    fix="Build images without the runtime, as BuildKit does without root, and read metrics from the kubelet.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      volumes: [{name: socket, hostPath: {path: /var/run/docker.sock}}]
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
      volumes: [{name: cache, emptyDir: {}}]
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("docker-sock"),
        *checkov("CKV_K8S_27"),
        *kyverno("disallow-cri-sock-mount"),
    ),
    judge=per_workload(_check, has_template),
    parameters=(Parameter("paths", Kind.TEXTS, _PATHS, "Paths not to be mounted; * stands for any characters."),),
)
