"""base/<part>: what is the same in every environment."""

from __future__ import annotations

from generators.tree.generated_file import GeneratedFile
from generators.tree.kustomization import kustomization
from generators.tree.traced import trace
from generators.types.part import Part
from manifests.writer import to_yaml


def base_files(part: Part) -> dict[str, GeneratedFile]:
    """The files of one base, by path."""
    folder = f"base/{part.name}"
    files = {
        f"{folder}/{name}": GeneratedFile(to_yaml(trace(body, part.source).body), part.source)
        for name, body in part.files
    }
    listing = kustomization([name for name, _ in part.files], generators=part.generators)
    files[f"{folder}/kustomization.yaml"] = GeneratedFile(to_yaml(listing), part.source)
    return files
