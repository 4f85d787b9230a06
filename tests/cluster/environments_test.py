"""Other environments beside the one that runs, by accident or on purpose, and an environment that is removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.cluster.lab.capacity_watch import watched
from tests.cluster.lab.flux import KUSTOMIZATION, NAMESPACE
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
_PART_OF = "app.kubernetes.io/part-of=ai-train"
_KINDS = (
    *(("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("batch/v1", "Job"), ("v1", "Service")),
    *(("v1", "ConfigMap"), ("v1", "ServiceAccount"), ("v1", "ResourceQuota"), ("v1", "LimitRange")),
    *(("autoscaling/v2", "HorizontalPodAutoscaler"), ("policy/v1", "PodDisruptionBudget")),
    *(("networking.k8s.io/v1", "NetworkPolicy"), ("gateway.networking.k8s.io/v1", "HTTPRoute")),
    *(("rbac.authorization.k8s.io/v1", "Role"), ("rbac.authorization.k8s.io/v1", "RoleBinding")),
    ("postgresql.cnpg.io/v1", "Cluster"),
)
_GUARDED = {
    "Cluster/postgres",
    "NetworkPolicy/postgres",
    "Role/ai-train-staging-deployer",
    "RoleBinding/ai-train-staging-deployer",
}


def _objects(lab: Lab, namespace: str) -> dict[str, Body]:
    return {
        f"{kind}/{body['metadata']['name']}": body
        for version, kind in _KINDS
        for body in lab.client.list(version, kind, namespace, _PART_OF)
    }


def _generations(objects: dict[str, Body]) -> dict[str, tuple[str, object]]:
    return {name: (body["metadata"]["uid"], body["metadata"].get("generation")) for name, body in objects.items()}


def _pods(lab: Lab) -> set[str]:
    return {pod["metadata"]["uid"] for name in ("frontend", "backend", "model", "redis") for pod in lab.pods(name)}


def _root(environment: str) -> Body:
    """The root that `flux bootstrap` makes, under a name of its own: one cluster has one flux-system."""
    spec = {
        "interval": "10m",
        "path": f"./clusters/{environment}",
        "prune": True,
        "serviceAccountName": "kustomize-controller",
        "sourceRef": {"kind": "GitRepository", "name": NAMESPACE},
    }
    metadata = {"name": f"root-{environment}", "namespace": NAMESPACE}
    return {"apiVersion": KUSTOMIZATION, "kind": "Kustomization", "metadata": metadata, "spec": spec}


@contextmanager
def _beside(lab: Lab, *environments: str) -> Iterator[None]:
    """These environments run in the lab's cluster too, until the end of `with`; nothing is left of them then."""
    for environment in environments:
        folder = lab.origin.work / "clusters" / environment / NAMESPACE
        folder.mkdir()
        # What bootstrap leaves there stays when the generated folder beside it goes.
        (folder / "kept.yaml").write_text(
            f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: bootstrap-{environment}, namespace: {NAMESPACE}}}\n",
            encoding="utf-8",
        )
    lab.deliver("as bootstrap leaves it")
    try:
        for environment in environments:
            lab.client.apply(_root(environment), "proof")
        yield
    finally:
        for environment in environments:
            _remove(lab, environment)


def _remove(lab: Lab, environment: str) -> None:
    lab.client.delete(KUSTOMIZATION, "Kustomization", NAMESPACE, f"root-{environment}")
    mine = f"{lab.platform.name}-{environment}"
    until(lambda: not [name for name in lab.flux.kustomizations() if mine in name], 60, f"Flux let go of {environment}")
    lab.client.delete("v1", "Namespace", None, mine)
    lab.client.delete("v1", "ServiceAccount", NAMESPACE, f"{mine}-deployer")
    for each in ("data", "serving", "web"):
        lab.client.delete("scheduling.k8s.io/v1", "PriorityClass", None, f"{mine}-{each}")
    until(lambda: lab.client.get("v1", "Namespace", None, mine) is None, 90, f"namespace {mine} is gone")


def test_dev_and_staging_in_the_same_cluster_do_prod_no_harm_and_go_without_orphans(lab: Lab, record: Record) -> None:
    """ "One environment a cluster" is the rule; an accident must not cost prod a pod."""
    before, pods = _generations(_objects(lab, lab.namespace)), _pods(lab)
    with (
        lab.put_back(),
        watched(lab.client, lab.namespace, "frontend", "backend", "model") as capacity,
        _beside(lab, "dev", "staging"),
    ):
        until(lambda: _environment_is_ready(lab, "dev"), 120, "dev is Ready", pause=0.5)
        until(lambda: _environment_is_ready(lab, "staging"), 120, "staging is Ready", pause=0.5)
        assert _generations(_objects(lab, lab.namespace)) == before
        assert _pods(lab) == pods

        _staging_is_taken_out_of_git(lab, record)
        _dev_is_deleted_by_its_root(lab)

        assert _generations(_objects(lab, lab.namespace)) == before
        assert _pods(lab) == pods
    assert capacity.fewest == {"frontend": 2, "backend": 2, "model": 2}


def _environment_is_ready(lab: Lab, environment: str) -> bool:
    mine = [body for name, body in lab.flux.kustomizations().items() if f"-{environment}-" in name]
    said = [each for body in mine for each in body.get("status", {}).get("conditions") or [] if each["type"] == "Ready"]
    return len(mine) == 7 and [each["status"] for each in said] == ["True"] * 7


def _staging_is_taken_out_of_git(lab: Lab, record: Record) -> None:
    """As sync does when platform.yaml no longer has the environment: its generated folders go."""
    namespace = f"{lab.platform.name}-staging"
    database = lab.client.get("postgresql.cnpg.io/v1", "Cluster", namespace, "postgres")
    assert database is not None
    shutil.rmtree(lab.origin.work / "clusters/staging/platform")
    shutil.rmtree(lab.origin.work / "overlays/staging")
    commit = lab.deliver("no staging any more")
    lab.flux.reconcile("root-staging", commit)
    gone = f"{namespace}-"
    until(lambda: not [name for name in lab.flux.kustomizations() if gone in name], 90, "staging's parts are gone")
    until(lambda: set(_objects(lab, namespace)) == _GUARDED, 30, f"of staging only {sorted(_GUARDED)} is left")
    kept = lab.client.get("postgresql.cnpg.io/v1", "Cluster", namespace, "postgres")
    assert kept is not None
    assert kept["metadata"]["uid"] == database["metadata"]["uid"]
    assert "deletionTimestamp" not in kept["metadata"]
    columns = ("removed by", "left on purpose", "the database")
    record.row("An environment is removed", columns, "taking it out of Git", ", ".join(sorted(_GUARDED)), "as it was")


def _dev_is_deleted_by_its_root(lab: Lab) -> None:
    """`flux delete kustomization`: everything goes but what is guarded."""
    namespace = f"{lab.platform.name}-dev"
    lab.client.delete(KUSTOMIZATION, "Kustomization", NAMESPACE, "root-dev")
    left = {name.replace("staging", "dev") for name in _GUARDED}
    until(lambda: set(_objects(lab, namespace)) == left, 90, f"of dev only {sorted(left)} is left")
