"""base/<part>: what is the same in every environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generators.tree.generated_file import GeneratedFile
from generators.tree.kustomization import kustomization
from generators.tree.traced import trace
from generators.types.part import Part
from manifests.writer import to_yaml


@dataclass(frozen=True, slots=True)
class Base:
    """A part as the base has it, and its plain bodies by file name: what every environment is compared with."""

    part: Part
    bodies: Mapping[str, dict[str, Any]]


def base_of(part: Part) -> Base:
    """The base of a part that was made without an environment."""
    return Base(part, {name: trace(body, part.source).body for name, body in part.files})


def base_files(base: Base) -> dict[str, GeneratedFile]:
    """The files of one base, by path."""
    part = base.part
    folder = f"base/{part.name}"
    files = {f"{folder}/{name}": GeneratedFile(to_yaml(body), part.source) for name, body in base.bodies.items()}
    listing = kustomization([name for name, _ in part.files], generators=part.generators)
    files[f"{folder}/kustomization.yaml"] = GeneratedFile(to_yaml(listing), part.source)
    return files
