"""Which paths of an index are worth laying out: what a checker reads, and what kustomize could read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from manifests.kustomization_names import KUSTOMIZATION_NAMES
from manifests.staged.git import LINK, SUBMODULE, Entry

_IGNORED = ".sourceignore"  # it says what Flux sees of the repository
_MANIFESTS = (".yaml", ".yml", ".json")
LIMIT = 16 * 2**20
"""Bytes. No object that a cluster takes is as large (etcd holds 1.5 MiB), so no kustomization needs such a file."""


def selected(entries: Iterable[Entry]) -> Iterator[Entry]:
    """YAML, JSON, links, `.sourceignore`, and every file of a kustomize folder or below one.

    kustomize reads files nowhere else: it keeps each kustomization to its own folder and what lies below
    (`--load-restrictor LoadRestrictionsRootOnly`, its default); another folder needs a kustomization of its own.
    """
    entries = tuple(entries)
    folders = {_folder(entry.path) for entry in entries if _name(entry.path) in KUSTOMIZATION_NAMES}
    for entry in entries:
        if entry.mode == SUBMODULE:
            continue
        if (
            entry.mode == LINK
            or is_manifest(entry.path)
            or _name(entry.path) == _IGNORED
            or _is_below(entry.path, folders)
        ):
            yield entry


def is_manifest(path: str) -> bool:
    """Whether a checker reads this file by itself."""
    return path.endswith(_MANIFESTS) or _name(path) in KUSTOMIZATION_NAMES


def _is_below(path: str, folders: set[str]) -> bool:
    return any(parent.as_posix() in folders for parent in PurePosixPath(path).parents)


def _folder(path: str) -> str:
    return PurePosixPath(path).parent.as_posix()


def _name(path: str) -> str:
    return path.rpartition("/")[2]
