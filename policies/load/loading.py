"""Find what is to be judged, build it, read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from manifests.errors import UserError
from manifests.kustomization_names import KUSTOMIZATION_NAMES
from policies.configuration.paths import AmbiguousPathError, environment_of
from policies.configuration.values import Configuration
from policies.files import Files
from policies.finding import Unchecked
from policies.load.graph import graph_of
from policies.load.manifests_in import objects_in_file
from policies.load.walk import walk
from policies.objects import Object


@dataclass(frozen=True, slots=True)
class Loaded:
    """The objects, what could not be read or built, and how many files hold no Kubernetes object."""

    objects: tuple[Object, ...]
    unchecked: tuple[Unchecked, ...]
    ignored: int


@dataclass(frozen=True, slots=True)
class _Sources:
    folders: tuple[str, ...]
    files: tuple[str, ...]
    remote: dict[str, str]
    ignored: int


def load(root: Path, paths: Sequence[str], configuration: Configuration, *, environment: str | None = None) -> Loaded:
    """The objects of the repository at `root`, or of these paths in it (relative to `root`).

    Kustomize directories that nothing else builds on are built by the pinned kustomize; files beside them are read.
    With `environment`, only what belongs to it. Raises UserError if a path does not exist, the environment is not
    there, or kustomize is missing; a directory that does not build is in `unchecked`, and the rest is loaded.
    """
    sources = _find(root, paths or ["."])
    unchecked: list[Unchecked] = []
    environments = _environments(sources, configuration, unchecked)
    if environment is not None:
        known = sorted({name for name in environments.values() if name is not None})
        if environment not in known:
            there = ", ".join(known) or "none"
            raise UserError(f"nothing belongs to the environment '{environment}': there is {there}")
        environments = {path: name for path, name in environments.items() if name == environment}
    folders = [folder for folder in sources.folders if folder in environments]
    for folder in [folder for folder in folders if folder in sources.remote]:
        folders.remove(folder)
        why = f"builds on {sources.remote[folder]}, which is not in this repository, and nothing is fetched"
        unchecked.append(Unchecked(folder, f"{why}: copy it here"))
    objects, ignored = _read(root, folders, [file for file in sources.files if file in environments], unchecked)
    placed = (Object(body, environments[path], path) for path, body in objects)
    return Loaded(tuple(placed), tuple(unchecked), sources.ignored + ignored)


def _find(root: Path, paths: Sequence[str]) -> _Sources:
    folders: set[str] = set()
    files: set[str] = set()
    explicit: set[str] = set()
    demanded: set[str] = set()
    ignored = 0
    for path in paths:
        place = root / path
        if place.is_dir():
            walked = walk(root, path)
            folders.update(walked.folders)
            files.update(walked.files)
            ignored += walked.charts
            demanded.add(path)
        elif not place.exists():
            raise UserError(f"{path}: no such file or directory")
        elif place.name in KUSTOMIZATION_NAMES:
            folders.add(PurePosixPath(path).parent.as_posix())
            demanded.add(PurePosixPath(path).parent.as_posix())
        else:
            explicit.add(path)
    yaml = Files(root)
    for folder in demanded & folders:
        kustomization = yaml.kustomization(folder)
        if kustomization is not None and kustomization.is_component and len(folders) == 1:
            raise UserError(f"{folder}: is a Kustomize Component, which is never built alone: name what includes it")
    graph = graph_of(yaml, sorted(folders), demanded if paths != ["."] else ())
    plain = {file for file in files if file not in graph.used and not _is_below(file, folders)}
    return _Sources(
        graph.roots, tuple(sorted(plain | explicit)), graph.remote, ignored + len(files - plain - graph.used)
    )


def _is_below(file: str, folders: set[str]) -> bool:
    """Whether a file lies in a kustomize directory or below one: a patch or a part of it, no manifest of its own."""
    return any(parent.as_posix() in folders for parent in PurePosixPath(file).parents)


def _environments(sources: _Sources, configuration: Configuration, unchecked: list[Unchecked]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for path in (*sources.folders, *sources.files):
        try:
            found[path] = environment_of(path, configuration, file=path in sources.files)
        except AmbiguousPathError as error:
            unchecked.append(Unchecked(path, str(error)))
    return found


def _read(
    root: Path, folders: Sequence[str], files: Sequence[str], unchecked: list[Unchecked]
) -> tuple[list[tuple[str, dict[str, object]]], int]:
    objects: list[tuple[str, dict[str, object]]] = []
    ignored = 0
    if folders:
        # rapidyaml and orjson cost start-up time, and plain manifests need no kustomize.
        from manifests.kustomize.build import build_directories  # noqa: PLC0415
        from manifests.kustomize.tool import find_kustomize  # noqa: PLC0415

        for folder, build in build_directories(root, folders, find_kustomize()).items():
            if build.error is not None:
                unchecked.append(Unchecked(folder, f"does not build: {build.error}"))
            objects.extend((folder, body) for body in build.objects)
    for file in files:
        read = objects_in_file(root, file)
        if isinstance(read, Unchecked):
            unchecked.append(read)
        else:
            ignored += not read
            objects.extend((file, body) for body in read)
    return objects, ignored
