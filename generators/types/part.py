"""What a component becomes: one or more parts, each one base, one overlay an environment and one Flux Kustomization."""

from __future__ import annotations

from dataclasses import dataclass

from generators.objects.body import Body
from generators.platform.values import Setting, Sourced


@dataclass(frozen=True, slots=True)
class ConfigMapGenerator:
    """A ConfigMap that kustomize makes, with a hash of its content in its name. Bodies refer to the plain name."""

    name: str
    literals: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """An image that the bodies name by a placeholder.

    `name` is registry/name without a tag. The tag comes from images/pins/<env>/<pin_owner>/, unless `tag` says it
    (third-party images, whose tag follows from `version`).
    """

    placeholder: str
    name: Sourced[str]
    pin_owner: str
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Dependency:
    """What must be there first. Strict: Ready at this revision; else it is enough that it was Ready once."""

    part: str
    strict: bool


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One entry of a Flux Kustomization's `healthCheckExprs`; `current` is CEL, true when the object is ready."""

    api_version: str
    kind: str
    current: str


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of `base`, one overlay an environment, one Flux Kustomization.

    `files` are (file name, body) in a fixed order, none with metadata.namespace. The same identities are in the base
    and in every environment. `rollout_seconds`: how long Flux waits for them. `source` is the JSON pointer of the
    component.
    """

    name: str
    files: tuple[tuple[str, Body], ...]
    generators: tuple[ConfigMapGenerator, ...]
    images: tuple[Image, ...]
    rollout_seconds: int
    depends_on: tuple[Dependency, ...]
    health: tuple[HealthCheck, ...]
    source: str
    force: bool = False


ComponentObjects = tuple[Part, ...]
