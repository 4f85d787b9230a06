"""What every cluster brings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class KubernetesVersion:
    """A minor release of Kubernetes, as in `"1.35"`."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


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
