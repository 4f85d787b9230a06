"""What `flux bootstrap git --path=clusters/<env>` leaves in a repository and in a cluster, for controllers that run as
plain processes: the accounts, the source and the root Kustomization, without the Deployments and without a key."""

from pathlib import Path
from typing import Any

import yaml

from tests.cluster.lab.client import Client
from tests.cluster.lab.flux import KUSTOMIZATION, NAMESPACE, SOURCE

Body = dict[str, Any]
ACCOUNT = "kustomize-controller"


def components() -> list[Body]:
    """Of `gotk-components.yaml`: the namespace, the controller's account, and its rights over the cluster."""
    subject = {"kind": "ServiceAccount", "name": ACCOUNT, "namespace": NAMESPACE}
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
    return [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}},
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": ACCOUNT, "namespace": NAMESPACE}},
        {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "cluster-reconciler-flux-system"},
            "roleRef": role,
            "subjects": [subject],
        },
    ]


def sync(environment: str, url: str, branch: str) -> list[Body]:
    """`gotk-sync.yaml`: the source, and the Kustomization of clusters/<env>, locked down as Flux's documents say."""
    metadata = {"name": NAMESPACE, "namespace": NAMESPACE}
    source = {"interval": "1m0s", "ref": {"branch": branch}, "url": url}
    root = {
        "interval": "10m0s",
        "path": f"./clusters/{environment}",
        "prune": True,
        "serviceAccountName": ACCOUNT,
        "sourceRef": {"kind": "GitRepository", "name": NAMESPACE},
    }
    return [
        {"apiVersion": SOURCE, "kind": "GitRepository", "metadata": metadata, "spec": source},
        {"apiVersion": KUSTOMIZATION, "kind": "Kustomization", "metadata": metadata, "spec": root},
    ]


def write(work: Path, environment: str, url: str, branch: str) -> None:
    """Put the folder beside the generated one."""
    folder = work / "clusters" / environment / NAMESPACE
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "gotk-components.yaml", components())
    _write(folder / "gotk-sync.yaml", sync(environment, url, branch))
    listing = {"resources": ["gotk-components.yaml", "gotk-sync.yaml"]}
    head = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
    _write(folder / "kustomization.yaml", [{**head, **listing}])


def apply(client: Client, environment: str, url: str, branch: str) -> None:
    """Do once by hand what bootstrap does: after it, the cluster follows the repository."""
    for body in (*components(), *sync(environment, url, branch)):
        client.apply(body, "flux-bootstrap")


def _write(path: Path, bodies: list[Body]) -> None:
    path.write_text(yaml.safe_dump_all(bodies, sort_keys=False), encoding="utf-8")
