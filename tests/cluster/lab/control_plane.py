"""etcd, the API server, the controller manager, the scheduler and kwok: a cluster without machines, on loopback alone.

What each flag is for is said where it is not plain. Nothing here is a test: a failed start names the program and
shows the end of its log.
"""

import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.cluster.lab.certificates import Certificates, make_certificates
from tests.cluster.lab.client import ApiError, Client, kubeconfig
from tests.cluster.lab.ports import free_ports
from tests.cluster.lab.processes import Processes
from tests.cluster.lab.stages import stages
from tests.cluster.lab.waiting import until

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ControlPlane:
    """One running cluster. `tools` are the folders of the programs, by name; `folder` holds its files and logs."""

    folder: Path
    client: Client
    certificates: Certificates
    kubeconfig: Path
    processes: Processes
    tools: Mapping[str, Path]
    seconds: float

    def program(self, tool: str, name: str | None = None) -> str:
        return str(self.tools[tool] / (name or tool))

    def definitions(self, tool: str, *patterns: str) -> None:
        """Install the custom resource definitions among a tool's assets, and wait until they are served."""
        made = []
        for pattern in patterns or ("*.yaml",):
            for path in sorted((self.tools[tool] / "assets").rglob(pattern)):
                for body in yaml.load_all(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
                    if isinstance(body, dict) and body.get("kind") == "CustomResourceDefinition":
                        self.client.apply(body, "lab")
                        made.append(body)
        for body in made:
            name = body["metadata"]["name"]
            until(lambda body=body: self._is_served(body), 30, f"definition {name} is served")  # type: ignore[misc]

    def _is_served(self, definition: Any) -> bool:
        """Whether discovery has every served version of it: that comes a moment after the condition Established."""
        spec = definition["spec"]
        try:
            for version in spec["versions"]:
                if version["served"]:
                    found = self.client.request("GET", f"/apis/{spec['group']}/{version['name']}")["resources"]
                    if all(each["name"] != spec["names"]["plural"] for each in found):
                        return False
        except ApiError:
            return False
        return True


@contextmanager
def control_plane(folder: Path, tools: Mapping[str, Path]) -> Iterator[ControlPlane]:
    """A cluster until the end of `with`; every program is stopped then. Raises UserError if one does not start."""
    started = time.monotonic()
    certificates = make_certificates(folder / "pki")
    etcd, peer, server, nodes = free_ports(4)
    client = Client(server, certificates)
    config = kubeconfig(folder, server, certificates)
    with Processes(folder / "logs") as processes:
        processes.start("etcd", _etcd(tools, folder, etcd, peer))
        processes.start("kube-apiserver", _api_server(tools, certificates, etcd, server))
        until(lambda: _is_ready(processes, client), _SECONDS, "the API server is ready")
        plane = ControlPlane(folder, client, certificates, config, processes, tools, time.monotonic() - started)
        processes.start("kube-controller-manager", _controller_manager(tools, certificates, config))
        scheduler = [f"--kubeconfig={config}", "--leader-elect=false", "--secure-port=0"]
        scheduler += ["--kube-api-qps=500", "--kube-api-burst=1000"]
        processes.start("kube-scheduler", [plane.program("kube", "kube-scheduler"), *scheduler])
        plane.definitions("kwok", "kwok.x-k8s.io_stages.yaml")
        for body in stages(tools["kwok"]):
            client.apply(body, "lab")
        processes.start("kwok", _kwok(tools, certificates, config, nodes))
        yield plane


def _is_ready(processes: Processes, client: Client) -> bool:
    processes.check()
    try:
        return bool(client.request("GET", "/readyz") == "ok")
    except Exception:  # not listening yet, or not ready: the log says which if it takes too long
        return False


def _etcd(tools: Mapping[str, Path], folder: Path, port: int, peer: int) -> list[str]:
    here, between = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peer}"
    return [
        str(tools["etcd"] / "etcd"),
        "--name=lab",
        f"--data-dir={folder / 'etcd'}",
        "--unsafe-no-fsync",  # the data is thrown away
        "--log-level=warn",
        f"--listen-client-urls={here}",
        f"--advertise-client-urls={here}",
        f"--listen-peer-urls={between}",
        f"--initial-advertise-peer-urls={between}",
        f"--initial-cluster=lab={between}",
    ]


def _api_server(tools: Mapping[str, Path], certificates: Certificates, etcd: int, port: int) -> list[str]:
    path = certificates.path
    return [
        str(tools["kube"] / "kube-apiserver"),
        f"--etcd-servers=http://127.0.0.1:{etcd}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        f"--secure-port={port}",
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--allow-privileged=true",  # Pod Security decides, as on a real cluster
        f"--tls-cert-file={path('apiserver.crt')}",
        f"--tls-private-key-file={path('apiserver.key')}",
        f"--client-ca-file={path('ca.crt')}",
        "--authorization-mode=Node,RBAC",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-key-file={path('sa.pub')}",
        f"--service-account-signing-key-file={path('sa.key')}",
        f"--proxy-client-cert-file={path('front-proxy-client.crt')}",
        f"--proxy-client-key-file={path('front-proxy-client.key')}",
        f"--requestheader-client-ca-file={path('front-proxy-ca.crt')}",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--enable-priority-and-fairness=false",
        "--max-requests-inflight=0",
        "--max-mutating-requests-inflight=0",
        "--v=1",
    ]


def _controller_manager(tools: Mapping[str, Path], certificates: Certificates, config: Path) -> list[str]:
    return [
        str(tools["kube"] / "kube-controller-manager"),
        f"--kubeconfig={config}",
        "--leader-elect=false",
        "--secure-port=0",
        f"--root-ca-file={certificates.path('ca.crt')}",
        f"--service-account-private-key-file={certificates.path('sa.key')}",
        "--use-service-account-credentials=false",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        "--node-monitor-period=25s",
        "--node-monitor-grace-period=3m20s",
        # A real cluster looks every 15 s and waits for a pod's first minutes of CPU; the decisions are the same.
        "--horizontal-pod-autoscaler-sync-period=1s",
        "--horizontal-pod-autoscaler-downscale-stabilization=10s",
        "--horizontal-pod-autoscaler-cpu-initialization-period=1s",
        "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
    ]


def _kwok(tools: Mapping[str, Path], certificates: Certificates, config: Path, port: int) -> list[str]:
    return [
        str(tools["kwok"] / "kwok"),
        f"--kubeconfig={config}",
        "--manage-all-nodes=true",
        "--node-ip=",
        "--node-name=localhost",
        f"--node-port={port}",
        f"--server-address=127.0.0.1:{port}",
        f"--tls-cert-file={certificates.path('apiserver.crt')}",
        f"--tls-private-key-file={certificates.path('apiserver.key')}",
        "--cidr=10.244.0.0/16",
        "--node-lease-duration-seconds=200",
        "--enable-crds=Stage",
    ]


def node(name: str, cpu: str, memory: str, *, pods: int = 110, gpus: int = 0, gpu: str = "nvidia.com/gpu") -> Any:
    """A node without a machine. One with GPUs has the label and the taint that GPU operators give."""
    capacity = {"cpu": cpu, "memory": memory, "ephemeral-storage": "500Gi", "pods": str(pods)}
    capacity |= {gpu: str(gpus)} if gpus else {}
    labels = {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "type": "kwok"}
    body: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels},
        "spec": {},
        "status": {"capacity": capacity, "allocatable": capacity},
    }
    if gpus:
        labels["nvidia.com/gpu.present"] = "true"
        body["spec"]["taints"] = [{"key": gpu, "value": "present", "effect": "NoSchedule"}]
    return body


def http_ok(url: str) -> bool:
    """Whether a plain HTTP address on loopback answers well."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
