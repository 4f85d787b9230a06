"""Every kustomization and every file that may hold manifests, below one directory."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from manifests.kustomization_names import KUSTOMIZATION_NAMES

_SKIPPED = frozenset({"node_modules", "venv", "__pycache__"})
_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(slots=True)
class Walked:
    """Paths relative to the root. `folders` have a kustomization, `directories` are all. `charts` are files of Helm
    charts: templates, not manifests."""

    folders: list[str] = field(default_factory=list)
    directories: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    charts: int = 0


def walk(root: Path, start: str) -> Walked:
    """Look below `start` ("." for the root itself), in the order of names.

    Hidden directories (`.git`, `.roadstead`, `.venv`, `.github`), `node_modules`, pipes and symbolic links are left
    out: a link could lead out of the repository, and a pipe is waited for.
    """
    found = Walked()
    waiting = [start]  # no recursion: folders may be nested deeper than Python calls
    while waiting:
        waiting += reversed(_enter(root, waiting.pop(), found))
    return found


def _enter(root: Path, directory: str, found: Walked) -> list[str]:
    """Notes what one directory holds; the directories in it that are to be looked at as well."""
    with os.scandir(root / directory) as scan:
        entries = sorted((entry for entry in scan if not entry.is_symlink()), key=lambda entry: entry.name)
    names = {entry.name for entry in entries if entry.is_file()}
    found.directories.append(directory)
    prefix = "" if directory == "." else f"{directory}/"
    is_kustomization = any(name in names for name in KUSTOMIZATION_NAMES)
    is_chart = "Chart.yaml" in names
    if is_kustomization:
        found.folders.append(directory)
    below = []
    for entry in entries:
        path = prefix + entry.name
        if entry.is_dir():
            if is_chart and entry.name in ("templates", "charts", "crds"):
                found.charts += 1
            elif not entry.name.startswith(".") and entry.name not in _SKIPPED:
                below.append(path)
        elif entry.name in names and entry.name.endswith(_SUFFIXES) and entry.name not in KUSTOMIZATION_NAMES:
            found.files.append(path)
    return below
