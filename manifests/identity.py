"""Which object a body is: what Kubernetes and kustomize tell objects apart by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import total_ordering
from typing import Any


@total_ordering
@dataclass(frozen=True, slots=True)
class Identity:
    """API version, kind, namespace and name. `namespace` is None where the body names none."""

    api_version: str
    kind: str
    namespace: str | None
    name: str

    @property
    def group(self) -> str:
        """The API group: `apps` of `apps/v1`, empty for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def short(self) -> str:
        """`Deployment/backend`, as people name it."""
        return f"{self.kind}/{self.name}"

    def __lt__(self, other: object) -> bool:
        """Ordered by API version, kind, namespace (none first), name."""
        if not isinstance(other, Identity):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[str, str, bool, str, str]:
        return self.api_version, self.kind, self.namespace is not None, self.namespace or "", self.name


def identity_of(body: Mapping[str, Any]) -> Identity:
    """The identity of an object's body; what is missing or no text counts as empty, a missing namespace as None."""
    metadata = body.get("metadata")
    if not isinstance(metadata, Mapping):
        metadata = {}
    namespace = metadata.get("namespace")
    return Identity(
        api_version=_text(body.get("apiVersion")),
        kind=_text(body.get("kind")),
        namespace=namespace if isinstance(namespace, str) and namespace else None,
        name=_text(metadata.get("name")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
