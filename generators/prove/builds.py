"""The real builds that the proof rests on: what Flux will apply, and the same without extras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generators.prove.fault import Fault
from generators.tree.tree import Tree
from manifests.identity import identity_of
from manifests.kustomize.build import Builds, start_builds
from manifests.kustomize.outcome import Build
from manifests.kustomize.tool import KustomizeTool

Objects = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Built:
    """Folder -> objects, and what could not be built."""

    objects: Mapping[str, Objects]
    faults: tuple[Fault, ...]


def start(tree: Tree, stage: Path, tool: KustomizeTool, directories: Sequence[str]) -> Builds:
    """Start kustomize over the folders of a staged tree; Python goes on meanwhile."""
    wanted = set(directories)
    keys = {
        folder.directory: frozenset(
            (i.kind, i.namespace, i.name) for i in (identity_of(o.body) for o in folder.objects)
        )
        for folder in tree.folders
        if folder.directory in wanted
    }
    return start_builds(stage, directories, tool, keys=keys)


def collect(results: Mapping[str, Build]) -> Built:
    """The objects of the folders that were built, and a fault for each that was not."""
    faults = [Fault(directory, f"kustomize: {build.error}") for directory, build in results.items() if build.error]
    return Built({directory: build.objects for directory, build in results.items() if not build.error}, tuple(faults))
