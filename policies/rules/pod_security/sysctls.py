"""Pods set only kernel parameters that concern nobody else."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter, kyverno
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import has_template, pod_spec
from policies.workload.version import at_least
from policies.workload.workload import Workload
from policies.world import World

_NEVER = "99.0"
_SAFE_SINCE = {
    "kernel.shm_rmid_forced": "1.0",
    "net.ipv4.ip_local_port_range": "1.0",
    "net.ipv4.tcp_syncookies": "1.0",
    "net.ipv4.ping_group_range": "1.0",
    "net.ipv4.ip_unprivileged_port_start": "1.0",
    "net.ipv4.ip_local_reserved_ports": "1.27",
    "net.ipv4.tcp_keepalive_time": "1.29",
    "net.ipv4.tcp_fin_timeout": "1.29",
    "net.ipv4.tcp_keepalive_intvl": "1.29",
    "net.ipv4.tcp_keepalive_probes": "1.29",
    "net.ipv4.tcp_rmem": "1.32",
    "net.ipv4.tcp_wmem": "1.32",
    "net.ipv4.tcp_slow_start_after_idle": "1.37",
    "net.ipv4.tcp_notsent_lowat": "1.37",
}


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for sysctl in pod_spec(workload.pod).at("securityContext", "sysctls").items():
        name = sysctl.at("name")
        if not at_least(world.kubernetes, _SAFE_SINCE.get(name.text(), _NEVER)):
            message = f"sysctl {name.text()} is not safe in Kubernetes {world.kubernetes}"
            yield failed(workload.object, message, name.pointer)


RULE = Rule(
    id="pod-security/sysctls",
    demands="Pods set no sysctl but those that are safe in the judged version.",
    why="Any other parameter reaches beyond the pod, and a kubelet that was not told to allow it refuses the "
    "pod (Pod Security Standards, baseline; the list grew in 1.27, 1.29, 1.32 and 1.37).",
    fix="Remove the sysctl, or set it on the nodes.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}
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
      securityContext: {sysctls: [{name: net.ipv4.ip_local_port_range, value: "1024 65535"}]}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *kube_linter("unsafe-sysctls"),
        *kyverno("restrict-sysctls"),
    ),
    judge=per_workload(_check, has_template),
)
