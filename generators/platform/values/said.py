"""What a component's keys say: one value for each thing that has parts."""

from __future__ import annotations

from dataclasses import dataclass

from generators.platform.values.sourced import Sourced


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
