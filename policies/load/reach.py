"""What a kustomize directory builds on: folders, files, addresses, and whether all of it is in the repository."""

import os
import posixpath
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from manifests import reader
from manifests.pointer import child, join
from manifests.reader import Node, Scalar
from policies.files import LARGEST_FILE, TOO_LARGE, Files, Kustomization, boundary_of, is_inside, is_remote
from policies.files import join as join_paths

_TEXT_LISTS = (
    *("resources", "bases", "components", "crds", "patchesStrategicMerge"),
    *("transformers", "generators", "validators", "configurations"),
)
_WITH_PATH = ("patches", "patchesJson6902", "replacements")
_GENERATORS = ("configMapGenerator", "secretGenerator")
_PLUGINS = ("transformers", "generators", "validators")
_PATH_KEYS = ("path", "paths", "file", "files", "env", "envs", "valuesFile", "chartHome", "additionalValuesFiles")


@dataclass(frozen=True, slots=True)
class Reference:
    """A path or address that a kustomization names, and where: a pointer and the text's node."""

    field: str
    text: str
    node: Scalar


@dataclass(frozen=True, slots=True)
class Reached:
    """`folders` are kustomize directories, the start first; `files` are files that they name. Paths are relative.

    `remote` is the first address that would be fetched, `refused` why the build must not be run at all; "" if there is
    none.
    """

    folders: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    remote: str = ""
    refused: str = ""


def reach(root: Path, files: Files, start: str) -> Reached:
    """Everything that a build of the folder `start` reads, as far as kustomizations say it."""
    boundary = boundary_of(root)
    seen: dict[str, None] = {start: None}
    named: set[str] = set()
    remote, refused = "", _outside(root, boundary, start)
    todo = [start]
    while todo:
        folder = todo.pop()
        kustomization = files.kustomization(folder)
        if kustomization is None:
            continue
        for each in (*references(kustomization), *_of_plugins(files, kustomization)):
            if is_remote(each.text):
                remote = remote or each.text
                continue
            path = posixpath.normpath(posixpath.join(folder, each.text))
            refused = refused or _outside(root, boundary, path)
            if path in seen:
                continue
            if files.kustomization(path) is not None:
                seen[path] = None
                todo.append(path)
            else:
                named.add(path)
    if refused:
        refused = f"{refused}, which is not in this repository, and nothing outside of it is read: copy it here"
    return Reached(tuple(seen), frozenset(named), remote, refused or _unfit(root, named))


def _outside(root: Path, boundary: str, path: str) -> str:
    """What leads out of the repository, by its path or by a link."""
    return "" if is_inside(os.path.realpath(f"{root}/{path}"), boundary) and path[:1] != "/" else f"reads {path}"


def _unfit(root: Path, named: set[str]) -> str:
    """What kustomize would wait for, or take all memory for."""
    for path in sorted(named):
        try:
            status = os.stat(f"{root}/{path}")  # noqa: PTH116 (a thousand files)
        except OSError:
            continue
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            return f"reads {path}, which is a pipe or a device: write a file"
        if status.st_size > LARGEST_FILE:
            return f"reads {path}, which {TOO_LARGE}"
    return ""


def references(kustomization: Kustomization) -> Iterator[Reference]:
    """Every path or address that kustomize would read for this kustomization itself."""
    node = kustomization.node
    for key in _TEXT_LISTS:
        yield from _texts(node.get(key), join(key))
    for key in _WITH_PATH:
        yield from _below(node.get(key), join(key), "path")
    for key in _GENERATORS:
        value = node.get(key)
        for index, item in enumerate(value.items if isinstance(value, reader.Sequence) else ()):
            if isinstance(item, reader.Mapping):
                pointer = join(key, index)
                yield from _texts(item.get("files"), child(pointer, "files"), after="=")
                yield from _texts(item.get("envs"), child(pointer, "envs"))
                yield from _one(item.get("env"), child(pointer, "env"))
    openapi = node.get("openapi")
    if isinstance(openapi, reader.Mapping):
        yield from _one(openapi.get("path"), join("openapi", "path"))
    yield from _below(node.get("helmCharts"), "/helmCharts", "valuesFile")


def _of_plugins(files: Files, kustomization: Kustomization) -> Iterator[Reference]:
    """What the configurations of built-in transformers and generators would read."""
    for key in _PLUGINS:
        for each in _texts(kustomization.node.get(key), join(key)):
            path = join_paths(kustomization.directory, each.text)
            for node in files.nodes(path) if path is not None else ():
                yield from _paths_in(node, False)


def _paths_in(node: Node, is_path: bool) -> Iterator[Reference]:
    match node:
        case Scalar():
            if is_path:
                yield from _one(node, "", after="=")
        case reader.Sequence():
            for item in node.items:
                yield from _paths_in(item, is_path)
        case reader.Mapping():
            for key, value in node.entries:
                yield from _paths_in(value, key.text in _PATH_KEYS)


def _below(node: Node | None, pointer: str, key: str) -> Iterator[Reference]:
    for index, item in enumerate(node.items if isinstance(node, reader.Sequence) else ()):
        if isinstance(item, reader.Mapping):
            yield from _one(item.get(key), child(child(pointer, index), key))


def _texts(node: Node | None, pointer: str, after: str = "") -> Iterator[Reference]:
    for index, item in enumerate(node.items if isinstance(node, reader.Sequence) else ()):
        yield from _one(item, child(pointer, index), after)


def _one(node: Node | None, pointer: str, after: str = "") -> Iterator[Reference]:
    """A text of one line: what has more is written inline."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value and "\n" not in node.value:
        text = node.value.partition(after)[2] or node.value if after else node.value
        if not text.startswith(("{", "[")):
            yield Reference(pointer, text, node)
