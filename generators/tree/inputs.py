"""What people and robots write beside platform.yaml and the tree must know of: pins and extras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAMESPACE_PART = "namespace"
"""The folder of what an environment has beside its parts; extras may change it as they change a part."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The tag, and where known the digest, that an environment runs of one image."""

    tag: str | None
    digest: str | None

    def suffix(self) -> str:
        """What follows the image's name: `:tag`, `:tag@digest` or `@digest`, as kustomize writes it."""
        tag = f":{self.tag}" if self.tag else ""
        return f"{tag}@{self.digest}" if self.digest else tag


@dataclass(frozen=True, slots=True)
class Inputs:
    """`pins`: (environment, image placeholder) -> pin. `extras`: folders such as `extras/prod/backend` that exist."""

    pins: Mapping[tuple[str, str], Pin]
    extras: frozenset[str]

    def extras_of(self, environment: str, part: str) -> tuple[str, ...]:
        """The extras of one overlay, those for all environments first."""
        folders = (f"extras/all/{part}", f"extras/{environment}/{part}")
        return tuple(folder for folder in folders if folder in self.extras)
