"""The platform: the whole of platform.yaml, parsed once into frozen values.

A leaf that a person may write is `Sourced`: the value and the JSON pointer into platform.yaml that said it, so that a
rendered field can be traced back (law 5). The parser is the only maker of these values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Sourced(Generic[Value]):
    """A value and where it was said: a JSON pointer into platform.yaml."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True, order=True)
class KubernetesVersion:
    """A minor release of Kubernetes, as in `"1.35"`."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One named text: an environment variable, a configuration key, an annotation."""

    name: str
    value: Sourced[str]


@dataclass(frozen=True, slots=True)
class SecretReference:
    """An environment variable whose value lies in a Secret of the namespace."""

    variable: str
    secret: Sourced[str]
    key: Sourced[str]


@dataclass(frozen=True, slots=True)
class File:
    """A text mounted read-only at an absolute path."""

    path: str
    text: Sourced[str]


@dataclass(frozen=True, slots=True)
class Volume:
    """A writable folder: an emptyDir of at most `size`, or an existing claim."""

    name: str
    path: Sourced[str]
    size: Sourced[str] | None
    claim: Sourced[str] | None


@dataclass(frozen=True, slots=True)
class Port:
    """A named TCP port of the container."""

    name: str
    number: Sourced[int]


@dataclass(frozen=True, slots=True)
class Probe:
    """How one probe asks: exactly one of `path`, `command`, `grpc` (a service name, maybe empty) or `tcp`.

    `port` is a port's name; None means the first one. Seconds where a time is meant.
    """

    source: str
    port: Sourced[str] | None = None
    path: Sourced[str] | None = None
    headers: tuple[Setting, ...] = ()  # beside `path` alone
    command: tuple[Sourced[str], ...] = ()
    grpc: Sourced[str] | None = None
    tcp: bool = False
    period_seconds: Sourced[int] | None = None
    timeout_seconds: Sourced[int] | None = None
    failure_threshold: Sourced[int] | None = None


@dataclass(frozen=True, slots=True)
class Probes:
    """The three probes; None means the type's own."""

    ready: Probe | None = None
    live: Probe | None = None
    start: Probe | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Quantities as written (`250m`, `8Gi`), each checked to be one; None where nothing was said."""

    cpu: Sourced[str] | None = None
    memory: Sourced[str] | None = None
    ephemeral_storage: Sourced[str] | None = None


@dataclass(frozen=True, slots=True)
class Resources:
    """Kubernetes' `resources` without GPUs, which `gpu:` says."""

    requests: Amounts
    limits: Amounts


@dataclass(frozen=True, slots=True)
class Scale:
    """The intent: when to grow and shrink, never which field does it. Percentages are whole numbers of 0..100."""

    by: str  # "cpu" or "gpu"
    minimum: Sourced[int]
    maximum: Sourced[int]
    target: Sourced[int] | None
    double_above: Sourced[int] | None
    shrink_below: Sourced[int] | None
    source: str


@dataclass(frozen=True, slots=True)
class Route:
    """`host` is a label put before the environment's domain (`learn`) or, with a dot in it, a whole name."""

    host: Sourced[str]
    path: Sourced[str]


@dataclass(frozen=True, slots=True)
class Egress:
    """A destination outside of the namespace that the component may call."""

    host: str
    port: int
    cidrs: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Singleton:
    """A written, owned, expiring permission to run one pod. `expires` is a date, YYYY-MM-DD."""

    reason: str
    owner: str
    expires: str
    source: str


@dataclass(frozen=True, slots=True)
class DatabaseUse:
    """How a component uses the postgres it needs: connections of each pod, and the command that migrates it.

    `secrets` are the variables of the component's own `secrets` that this command gets too.
    """

    pool: Sourced[int] | None
    migrate: tuple[Sourced[str], ...]
    source: str
    secrets: tuple[Sourced[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """What a model-server serves. `built_in`: the model lies in the server's image, not in an image volume."""

    name: Sourced[str]
    loads_within: Sourced[int]  # seconds
    built_in: bool
    source: str


@dataclass(frozen=True, slots=True)
class External:
    """A database or cache that somebody else keeps.

    `port` None: the type's own. `secret`: a Secret of the namespace with a key `uri`.
    """

    host: str
    port: Sourced[int] | None
    secret: Sourced[str] | None
    cidrs: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Component:
    """One deployable part, as one environment (or the base) wants it. None and () mean: the type's default."""

    name: str
    type: str
    source: str  # "/components/<name>"
    image: Sourced[str] | None = None  # registry/name without tag; None means <registry>/<component>
    command: tuple[Sourced[str], ...] = ()
    args: tuple[Sourced[str], ...] = ()
    ports: tuple[Port, ...] = ()
    resources: Resources = Resources(Amounts(), Amounts())
    gpu: Sourced[int] | None = None
    scale: Scale | None = None
    replicas: Sourced[int] | None = None
    alone: bool = False  # never two of its pods at once
    probes: Probes = Probes()
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
    database_use: DatabaseUse | None = None  # api: `database: {pool, migrate}`
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


@dataclass(frozen=True, slots=True)
class Gateway:
    """The Gateway that routes attach to, by one listener or (None) by all; its proxies run in `proxies_namespace`."""

    name: str
    namespace: str
    listener: str | None
    proxies_namespace: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """What every cluster brings."""

    provides: frozenset[str]
    gateway: Gateway | None
    api_server: tuple[str, ...]  # CIDRs
    monitoring_namespace: str  # default "monitoring"
    database_operator_namespace: str  # default "cnpg-system"


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment with its components as they are there: overrides merged, disabled ones gone, sorted by name."""

    name: str
    namespace: str
    domain: Sourced[str] | None
    gpus: Sourced[int] | None
    components: tuple[Component, ...]
    source: str  # "/environments/<name>"

    def component(self, name: str) -> Component:
        """The component of that name; KeyError if it is not in this environment."""
        return next_or_key_error(self.components, name)


@dataclass(frozen=True, slots=True)
class Platform:
    """The whole of platform.yaml. `components` are those of the base: nothing of an environment in them."""

    name: str
    kubernetes: KubernetesVersion
    registry: str
    branch: str
    cluster: Cluster
    components: tuple[Component, ...]  # sorted by name
    environments: tuple[Environment, ...]  # sorted by name

    def component(self, name: str) -> Component:
        """The component of that name as the base has it; KeyError if there is none."""
        return next_or_key_error(self.components, name)


def next_or_key_error(components: tuple[Component, ...], name: str) -> Component:
    for component in components:
        if component.name == name:
            return component
    raise KeyError(name)
