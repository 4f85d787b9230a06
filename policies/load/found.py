"""What there is to judge below the paths that were asked for, before anything is built."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from manifests.errors import UserError
from manifests.kustomization_names import KUSTOMIZATION_NAMES
from policies.files import Files
from policies.load.graph import graph_of
from policies.load.walk import walk


@dataclass(frozen=True, slots=True)
class Found:
    """Paths relative to the root. `roots` are kustomize directories to build, `plain` files to read as manifests.

    `folders` are all kustomize directories, `files` all files that may hold YAML, `directories` all directories.
    `ignored` counts files that are no manifests.
    """

    roots: tuple[str, ...]
    plain: tuple[str, ...]
    folders: tuple[str, ...]
    files: tuple[str, ...]
    directories: tuple[str, ...]
    ignored: int


def find(root: Path, paths: Sequence[str], yaml: Files) -> Found:
    """Look below `paths` (relative to `root`, "." for all). Raises UserError if one does not exist."""
    folders: set[str] = set()
    files: set[str] = set()
    directories: set[str] = set()
    explicit: set[str] = set()
    demanded: set[str] = set()
    ignored = 0
    for path in paths:
        place = root / path
        if place.is_dir():
            walked = walk(root, path)
            folders.update(walked.folders)
            files.update(walked.files)
            directories.update(walked.directories)
            ignored += walked.charts
            demanded.add(path)
        elif not place.exists():
            raise UserError(f"{path}: no such file or directory")
        elif place.name in KUSTOMIZATION_NAMES:
            folders.add(PurePosixPath(path).parent.as_posix())
            demanded.add(PurePosixPath(path).parent.as_posix())
        else:
            explicit.add(path)
    for folder in demanded & folders:
        kustomization = yaml.kustomization(folder)
        if kustomization is not None and kustomization.is_component and len(folders) == 1:
            raise UserError(f"{folder}: is a Kustomize Component, which is never built alone: name what includes it")
    graph = graph_of(yaml, sorted(folders), demanded if paths != ["."] else ())
    plain = {file for file in files if file not in graph.used and not _is_below(file, folders)}
    return Found(
        roots=graph.roots,
        plain=tuple(sorted(plain | explicit)),
        folders=tuple(sorted(folders)),
        files=tuple(sorted(files | explicit)),
        directories=tuple(sorted(directories)),
        ignored=ignored + len(files - plain - graph.used),
    )


def _is_below(file: str, folders: set[str]) -> bool:
    """Whether a file lies in a kustomize directory or below one: a patch or a part of it, no manifest of its own."""
    return any(parent.as_posix() in folders for parent in PurePosixPath(file).parents)
