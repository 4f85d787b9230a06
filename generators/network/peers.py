"""The ends of a flow, and how a NetworkPolicy names each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generators.platform.values import Component, Sourced

NAME = "app.kubernetes.io/name"
DATABASE = "cnpg.io/cluster"
NAMESPACE = "kubernetes.io/metadata.name"


@dataclass(frozen=True, slots=True)
class Pods:
    """Pods of the environment's own namespace with one label: those of a component, or of its migration."""

    label: str
    value: str

    @property
    def text(self) -> str:
        """The name for a person, and to sort by."""
        return self.value

    def selector(self) -> dict[str, Any]:
        """For `podSelector`."""
        return {"matchLabels": {self.label: self.value}}

    def entries(self) -> list[dict[str, Any]]:
        """For `from` and `to`."""
        return [{"podSelector": self.selector()}]


@dataclass(frozen=True, slots=True)
class EveryPod:
    """All pods of the environment's own namespace."""

    @property
    def text(self) -> str:
        """The name for a person, and to sort by."""
        return "every pod"

    def selector(self) -> dict[str, Any]:
        """For `podSelector`."""
        return {}

    def entries(self) -> list[dict[str, Any]]:
        """For `from` and `to`."""
        return [{"podSelector": self.selector()}]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Pods of another namespace: all of them, or those with one label. The API server labels each namespace itself."""

    namespace: str
    label: str | None = None
    value: str | None = None

    @property
    def text(self) -> str:
        """The name for a person, and to sort by."""
        return f"namespace {self.namespace}" if self.value is None else f"{self.value} in namespace {self.namespace}"

    def entries(self) -> list[dict[str, Any]]:
        """For `from` and `to`."""
        entry: dict[str, Any] = {"namespaceSelector": {"matchLabels": {NAMESPACE: self.namespace}}}
        if self.label is not None:
            entry["podSelector"] = {"matchLabels": {self.label: self.value}}
        return [entry]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses outside of the cluster's pods, as CIDRs, and the name that people know them by."""

    name: str
    cidrs: tuple[Sourced[str] | str, ...]

    @property
    def text(self) -> str:
        """The name for a person, and to sort by."""
        return self.name

    def entries(self) -> list[dict[str, Any]]:
        """For `from` and `to`."""
        return [{"ipBlock": {"cidr": cidr}} for cidr in self.cidrs]


Peer = Pods | EveryPod | Elsewhere | Addresses


def pods_of(component: Component) -> Pods:
    """The pods of a component. Those of a postgres, its Jobs' included, are made and labelled by CloudNativePG."""
    return Pods(DATABASE if component.type == "postgres" else NAME, component.name)


def migration_pods_of(component: Component) -> Pods:
    """The pods of the Job that migrates the component's database: their own name, so that no Service finds them."""
    return Pods(NAME, component.migration_name)
