"""The real builds that the proof rests on: what Flux will apply, and the same without extras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generators.prove.built_object import BuiltObject, built_objects
from generators.prove.fault import Fault
from generators.tree.intent import Folder
from manifests.kustomize.build import Builds, start_builds
from manifests.kustomize.outcome import Build
from manifests.kustomize.tool import KustomizeTool

Objects = Sequence[BuiltObject]


@dataclass(frozen=True, slots=True)
class Built:
    """Folder -> objects, and what could not be built."""

    objects: Mapping[str, Objects]
    faults: tuple[Fault, ...]


def start(folders: Sequence[Folder], stage: Path, tool: KustomizeTool) -> Builds:
    """Start kustomize over folders of a staged tree; Python goes on meanwhile.

    What sync itself writes never asks for a process of its own; what hand-written extras ask for is looked at.
    """
    plain = frozenset(folder.directory for folder in folders if not folder.extras)
    return start_builds(stage, [folder.directory for folder in folders], tool, plain=plain)


def collect(results: Mapping[str, Build]) -> Built:
    """The objects of the folders that were built, and a fault for each that was not."""
    faults = tuple(unbuilt(build) for build in results.values() if build.error)
    objects = {directory: built_objects(build.objects) for directory, build in results.items() if not build.error}
    return Built(objects, faults)


def unbuilt(build: Build) -> Fault:
    """Why a folder could not be built."""
    return Fault(build.directory, f"kustomize: {build.error}")
