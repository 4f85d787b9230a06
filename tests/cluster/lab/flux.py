"""Flux's source-controller and kustomize-controller as plain processes, and the folder `flux bootstrap` would write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.cluster.lab.control_plane import ControlPlane, http_ok
from tests.cluster.lab.ports import free_ports
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
NAMESPACE = "flux-system"
KUSTOMIZATION = "kustomize.toolkit.fluxcd.io/v1"
SOURCE = "source.toolkit.fluxcd.io/v1"


@dataclass(frozen=True, slots=True)
class Flux:
    """Running controllers. `settings` are what differs from a cluster's own, for the report."""

    plane: ControlPlane
    settings: tuple[str, ...]

    def kustomizations(self) -> dict[str, Body]:
        return {each["metadata"]["name"]: each for each in self.plane.client.list(KUSTOMIZATION, "Kustomization")}

    def reconcile(self, name: str, token: str, kind: str = "Kustomization") -> None:
        """Ask for a reconciliation now, as `flux reconcile` does."""
        version = KUSTOMIZATION if kind == "Kustomization" else SOURCE
        said = {"metadata": {"annotations": {"reconcile.fluxcd.io/requestedAt": token}}}
        self.plane.client.patch(version, kind, NAMESPACE, name, said)


def condition(body: Body, kind: str = "Ready") -> Body | None:
    """A condition of an object that is about its present generation, None where there is none yet."""
    status = body.get("status", {})
    found = next((each for each in (status.get("conditions") or []) if each["type"] == kind), None)
    # A dependency that is not there is said in the condition alone: the object's own number stays behind.
    observed = (found or {}).get("observedGeneration", status.get("observedGeneration", 0))
    return found if observed >= body["metadata"].get("generation", 0) else None


def is_ready_at(body: Body, commit: str) -> bool:
    """Whether a Flux Kustomization has applied this commit and found all of it well."""
    ready = condition(body)
    revision = body.get("status", {}).get("lastAppliedRevision", "")
    return ready is not None and ready["status"] == "True" and revision.endswith(f":{commit}")


@contextmanager
def flux(plane: ControlPlane) -> Iterator[Flux]:
    """Both controllers, their definitions installed, without rights across namespaces and with a default account.

    The controllers stop with the control plane's processes.
    """
    storage, metrics1, health1, metrics2, health2 = free_ports(5)
    plane.definitions("source-controller")
    plane.definitions("kustomize-controller")
    plane.client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}, "lab")
    environment = {"KUBECONFIG": str(plane.kubeconfig), "RUNTIME_NAMESPACE": NAMESPACE}
    temporary, artifacts = plane.folder / "tmp", plane.folder / "artifacts"
    for folder in (temporary, artifacts):
        folder.mkdir(exist_ok=True)
    quick = ("--events-addr=", "--log-encoding=console", "--min-retry-delay=200ms", "--requeue-dependency=2s")
    plane.processes.start(
        "source-controller",
        [
            plane.program("source-controller"),
            f"--storage-path={artifacts}",
            f"--storage-addr=127.0.0.1:{storage}",
            f"--storage-adv-addr=127.0.0.1:{storage}",
            f"--metrics-addr=127.0.0.1:{metrics1}",
            f"--health-addr=127.0.0.1:{health1}",
            "--interval-jitter-percentage=0",
            *quick,
        ],
        environment,
    )
    plane.processes.start(
        "kustomize-controller",
        [
            plane.program("kustomize-controller"),
            f"--metrics-addr=127.0.0.1:{metrics2}",
            f"--health-addr=127.0.0.1:{health2}",
            "--interval-jitter-percentage=0",
            "--feature-gates=CancelHealthCheckOnNewRevision=true",
            "--no-remote-bases=true",
            "--no-cross-namespace-refs=true",
            "--default-service-account=default",
            *quick,
        ],
        {**environment, "TMPDIR": str(temporary)},
    )
    for port, name in ((health1, "source-controller"), (health2, "kustomize-controller")):
        until(lambda port=port: _is_ready(plane, port), 60, f"{name} is ready")  # type: ignore[misc]
    yield Flux(plane, ("--requeue-dependency=2s", "--min-retry-delay=200ms", "--interval-jitter-percentage=0"))


def _is_ready(plane: ControlPlane, port: int) -> bool:
    plane.processes.check()
    return http_ok(f"http://127.0.0.1:{port}/readyz")
