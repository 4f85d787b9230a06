"""A folder of the repository with another kustomization, outside the repository: what Flux does in its own copy."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from manifests.kustomization_names import KUSTOMIZATION_NAMES
from policies.load.flux.ignored import Ignored

_SUFFIXES = (".yaml", ".yml")


def manifests_below(root: Path, path: str, ignored: Ignored) -> Iterator[str]:
    """What Flux lists where a folder has no kustomization: its YAML files, and folders below that have one.

    In the order of a walk by name, relative to `path`. Links are no part of what Flux fetches.
    Source: generateKustomization in fluxcd/pkg/kustomize/kustomize_generator.go.
    """
    yield from _below(root, path, "", ignored)


def _below(root: Path, path: str, inside: str, ignored: Ignored) -> Iterator[str]:
    with os.scandir(root / path / inside) as scan:
        entries = sorted((entry for entry in scan if not entry.is_symlink()), key=lambda entry: entry.name)
    for entry in entries:
        place = f"{inside}{entry.name}"
        whole = place if path == "." else f"{path}/{place}"
        folder = entry.is_dir()
        if ignored.hides(whole, folder=folder):
            continue
        if not folder:
            if entry.is_file() and entry.name.endswith(_SUFFIXES):
                yield f"./{place}"
        elif any((root / whole / name).is_file() for name in KUSTOMIZATION_NAMES):
            yield f"./{place}"
        else:
            yield from _below(root, path, f"{place}/", ignored)


def lay_out(home: Path, root: Path, folders: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Make the empty folder `home` a view of the repository in which these folders have these kustomizations.

    Only `folders` and what leads to them are made; all else is a link into the repository. A folder reached over a link
    no longer sees the view, so all that lies between a changed folder and the one to build must be named, with None
    where its kustomization stays as it is.
    """
    inner: dict[str, set[str]] = {".": set()}
    for folder in folders:
        above = "."
        for part in (part for part in folder.split("/") if part != "."):
            inner[above].add(part)
            above = part if above == "." else f"{above}/{part}"
            inner.setdefault(above, set())
    for folder, parts in inner.items():
        here = home / folder
        here.mkdir(exist_ok=True)
        kustomization = folders.get(folder)
        _link(root.resolve() / folder, here, but=parts.union(KUSTOMIZATION_NAMES if kustomization is not None else ()))
        if kustomization is not None:
            (here / KUSTOMIZATION_NAMES[0]).write_text(json.dumps(kustomization), encoding="utf-8")


def _link(real: Path, here: Path, but: set[str]) -> None:
    with os.scandir(real) as scan:
        for entry in scan:
            if entry.name not in but and entry.name != ".git" and not entry.is_symlink():
                os.symlink(entry.path, f"{here}/{entry.name}", target_is_directory=entry.is_dir())  # noqa: PTH211
