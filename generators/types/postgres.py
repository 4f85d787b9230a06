"""postgres: PostgreSQL kept by CloudNativePG."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from generators.arithmetic.memory import postgres_shared_buffers, wal_storage
from generators.objects.body import Body
from generators.objects.cluster import Database, cluster
from generators.objects.metadata import PRUNE_DISABLED
from generators.objects.resources import DefaultAmounts, resources
from generators.objects.settings import as_mapping
from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Sourced
from generators.types.context import Context
from generators.types.facts import facts
from generators.types.health import health_checks
from generators.types.memory_of import memory_setting
from generators.types.naming import labels_of, priority_class_name
from generators.types.network import network_policy_of
from generators.types.part import ComponentObjects, Part
from generators.types.versions import tag_of
from manifests.quantity import parse_quantity

REPOSITORY = "ghcr.io/cloudnative-pg/postgresql"
TAGS = {"18": "18.3-minimal-trixie", "17": "17.9-minimal-trixie", "16": "16.13-minimal-trixie"}
"""`version` -> the tag. Written whole: kustomize's `images:` does not reach a Cluster's `imageName`."""

Value = TypeVar("Value")

_AMOUNTS = DefaultAmounts("1", "1Gi", "", "")
_MAX_CONNECTIONS = 100  # PostgreSQL's own
_START_SECONDS, _STOP_SECONDS = 300, 180  # of one instance: join or recover; stop, with CloudNativePG's smart shutdown


def postgres_objects(component: Component, context: Context) -> ComponentObjects:
    """One part, unless somebody else keeps it. A rollout goes through the instances one by one."""
    if component.external is not None:
        return ()
    instances = _required(component.instances, component, "instances")
    database = Database(
        labels=labels_of(component, context),
        instances=instances,
        image=_image(component),
        name=_required(component.database, component, "database"),
        owner=_required(component.owner, component, "owner"),
        storage=_required(component.storage, component, "storage"),
        wal_storage=_wal_storage(component),
        parameters=_parameters(component),
        resources=_resources(component),
        priority_class=priority_class_name(context, "data"),
        annotations=facts(component, context, None),
        pod_annotations=as_mapping(component.annotations),
        account_annotations=as_mapping(component.service_account_annotations),
        node_selector=as_mapping(component.node_selector),
        image_pull_secrets=component.image_pull_secrets,
    )
    files = (
        ("cluster.yaml", cluster(database)),
        # A Cluster that Flux keeps needs its connections too: without them nobody looks after it.
        ("network-policy.yaml", network_policy_of(component, context, PRUNE_DISABLED)),
    )
    return (
        Part(
            name=component.name,
            files=files,
            generators=(),
            images=(),
            rollout_seconds=instances.value * (_START_SECONDS + _STOP_SECONDS),
            depends_on=(),
            health=health_checks(files, None, context.platform.cluster),
            source=component.source,
        ),
    )


def _required(value: Value | None, component: Component, key: str) -> Value:
    if value is None:
        raise ValueError(f"{component.source} is a postgres without `{key}`")
    return value


def _image(component: Component) -> Sourced[str]:
    repository = component.image.value if component.image else REPOSITORY
    source = component.version.source if component.version else component.source
    return Sourced(f"{repository}:{tag_of(component, TAGS)}", source)


def _resources(component: Component) -> Body:
    """Ephemeral storage only where it is written: CloudNativePG's pods keep everything in their claims."""
    body = resources(component.resources, _AMOUNTS)
    for amounts in body.values():
        if not amounts["ephemeral-storage"]:
            del amounts["ephemeral-storage"]
    return body


def _wal_storage(component: Component) -> Sourced[str]:
    storage = _required(component.storage, component, "storage")
    return Sourced(wal_storage(parse_quantity(storage.value).amount), storage.source)


def _parameters(component: Component) -> dict[str, str | Sourced[str]]:
    """The log keeps within its volume: half of it between checkpoints, at most half for a replica that is behind.

    The operator makes a replication slot for each replica, and a slot without a limit keeps the log until the volume is
    full and the primary stops (CloudNativePG, "Capping the WAL size retained for replication slots"). A checkpoint
    starts at about half of `max_wal_size`, so that both together leave room.
    """
    connections = component.max_connections
    wal = _wal_storage(component)
    volume = parse_quantity(wal.value).amount
    return {
        "max_connections": Sourced(str(connections.value), connections.source)
        if connections
        else str(_MAX_CONNECTIONS),
        "max_slot_wal_keep_size": Sourced(_megabytes(volume / 2), wal.source),
        "max_wal_size": Sourced(_megabytes(volume / 2), wal.source),
        "shared_buffers": memory_setting(component, _AMOUNTS, postgres_shared_buffers),
        "wal_keep_size": Sourced(_megabytes(volume / 4), wal.source),
    }


def _megabytes(amount: Fraction) -> str:
    """PostgreSQL's MB: 1024 x 1024 bytes."""
    return f"{int(amount // 2**20)}MB"


_KEYS = frozenset(
    {
        "version", "image", "database", "owner", "storage", "instances", "max_connections", "resources",
        "singleton", "annotations", "node_selector", "service_account", "image_pull_secrets",
    }
)  # fmt: skip

POSTGRES = ComponentType(
    name="postgres",
    purpose="PostgreSQL with replicas and fail-over, kept by CloudNativePG.",
    keys=_KEYS,
    required=frozenset({"version", "database", "owner", "storage", "instances"}),
    serves=(("postgres", 5432),),
    objects=postgres_objects,
    may_be_external=True,
    one_name=(
        "its data does not move to another name by itself",
        "keep the name or copy the data to a second component",
    ),
)
