"""One deployable part."""

from __future__ import annotations

from dataclasses import dataclass

from generators.platform.values.said import (
    Amounts,
    DatabaseUse,
    Egress,
    External,
    File,
    Model,
    Port,
    Probes,
    Resources,
    Route,
    Scale,
    SecretReference,
    Setting,
    Singleton,
    Volume,
)
from generators.platform.values.sourced import Sourced

_NOTHING_ASKED = Resources(Amounts(), Amounts())
_TYPES_OWN_PROBES = Probes()


@dataclass(frozen=True, slots=True)
class Component:
    """One deployable part, as one environment (or the base) wants it. None and () mean: the type's default."""

    name: str
    type: str
    source: str  # "/components/<name>"
    was: Sourced[str] | None = None  # its old name, under which it stays for a while
    successor: str | None = None  # this is what stays of that component under its old name
    image: Sourced[str] | None = None  # registry/name without tag; None means <registry>/<component>
    command: tuple[Sourced[str], ...] = ()
    args: tuple[Sourced[str], ...] = ()
    ports: tuple[Port, ...] = ()
    resources: Resources = _NOTHING_ASKED
    gpu: Sourced[int] | None = None
    scale: Scale | None = None
    replicas: Sourced[int] | None = None
    alone: bool = False  # never two of its pods at once
    probes: Probes = _TYPES_OWN_PROBES
    stops_within: Sourced[int] | None = None  # seconds the application needs after SIGTERM
    env: tuple[Setting, ...] = ()
    config: tuple[Setting, ...] = ()
    files: tuple[File, ...] = ()
    secrets: tuple[SecretReference, ...] = ()
    volumes: tuple[Volume, ...] = ()
    egress: tuple[Egress, ...] = ()
    routes: tuple[Route, ...] = ()
    needs: tuple[Sourced[str], ...] = ()
    service_account_annotations: tuple[Setting, ...] = ()
    image_pull_secrets: tuple[Sourced[str], ...] = ()
    node_selector: tuple[Setting, ...] = ()
    annotations: tuple[Setting, ...] = ()
    run_as: Sourced[int] | None = None
    singleton: Singleton | None = None
    database_use: DatabaseUse | None = None  # `database: {pool, migrate}` of a program
    model: Model | None = None
    version: Sourced[str] | None = None
    database: Sourced[str] | None = None  # postgres: the database's name
    owner: Sourced[str] | None = None
    storage: Sourced[str] | None = None
    instances: Sourced[int] | None = None
    max_connections: Sourced[int] | None = None
    schedule: Sourced[str] | None = None  # cron: five fields, or @daily and the like
    timezone: Sourced[str] | None = None
    concurrency: Sourced[str] | None = None  # Forbid, Replace or Allow
    deadline: Sourced[int] | None = None  # seconds
    external: External | None = None  # postgres, redis in one environment: somebody else keeps it

    @property
    def migrates(self) -> bool:
        """Whether its database is brought up to date before each of its versions."""
        return self.database_use is not None and bool(self.database_use.migrate)

    @property
    def migration_name(self) -> str:
        """Names the part that migrates, its objects and pods: not the component, whose Service would find them."""
        return f"{self.name}-migrate"
