"""A CloudNativePG Cluster: PostgreSQL with replicas, fail-over and budgets that its operator keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generators.objects.body import Body
from generators.objects.labels import Labels
from generators.objects.metadata import PRUNE_DISABLED, metadata
from generators.platform.values import Sourced

SYNCHRONOUS_FROM = 3
"""With two instances a stopped replica would stop every commit."""


@dataclass(frozen=True, slots=True)
class Database:
    """What the cluster is made of. Sizes are quantities."""

    labels: Labels
    instances: Sourced[int]
    image: str | Sourced[str]
    name: Sourced[str]
    owner: Sourced[str]
    storage: Sourced[str]
    wal_storage: str | Sourced[str]
    parameters: Mapping[str, str | Sourced[str]]
    resources: Body
    priority_class: str | None
    annotations: Mapping[str, Any]
    pod_annotations: Mapping[str, Any]
    account_annotations: Mapping[str, Any]
    node_selector: Mapping[str, Any]
    image_pull_secrets: Sequence[Sourced[str]]


def cluster(database: Database) -> Body:
    """The Cluster. Its password is made in the cluster, in the Secret <name>-app; none is in Git.

    Flux never deletes it, because its claims would go with it. Source: CloudNativePG 1.30 API reference.
    """
    several = database.instances.value > 1
    postgresql: Body = {"parameters": dict(database.parameters)}
    if database.instances.value >= SYNCHRONOUS_FROM:
        postgresql["synchronous"] = {"method": "any", "number": 1}
    spec: Body = {
        "instances": database.instances,
        "imageName": database.image,
        # A budget for a single instance would let no node drain.
        "enablePDB": several,
        "enableSuperuserAccess": False,
        **_inherited(database),
        "bootstrap": {"initdb": {"database": database.name, "owner": database.owner}},
        "storage": {"size": database.storage},
        "walStorage": {"size": database.wal_storage},
        "resources": database.resources,
        "postgresql": postgresql,
        "affinity": _affinity(database, required=several),
    }
    if database.priority_class:
        spec["priorityClassName"] = database.priority_class
    if database.image_pull_secrets:
        spec["imagePullSecrets"] = [{"name": name} for name in database.image_pull_secrets]
    if database.account_annotations:
        spec["serviceAccountTemplate"] = {"metadata": {"annotations": dict(database.account_annotations)}}
    return {
        "apiVersion": "postgresql.cnpg.io/v1",
        "kind": "Cluster",
        "metadata": metadata(database.labels.name, database.labels, {**database.annotations, **PRUNE_DISABLED}),
        "spec": spec,
    }


def _inherited(database: Database) -> Body:
    """What the pods get beside the operator's own labels, `app.kubernetes.io/name` among them."""
    inherited: Body = {"labels": {"app.kubernetes.io/part-of": database.labels.platform}}
    if database.pod_annotations:
        inherited["annotations"] = dict(database.pod_annotations)
    return {"inheritedMetadata": inherited}


def _affinity(database: Database, *, required: bool) -> Body:
    body: Body = {
        "enablePodAntiAffinity": True,
        "podAntiAffinityType": "required" if required else "preferred",
        "topologyKey": "kubernetes.io/hostname",
    }
    if database.node_selector:
        body["nodeSelector"] = dict(database.node_selector)
    return body
