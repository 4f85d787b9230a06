"""Which environments a change reaches, before anything is built.

It may name an environment that the change does not reach, and never leaves one out: what cannot be told reaches all.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from manifests.kustomization_names import KUSTOMIZATION_NAMES
from policies.files import LARGEST_FILE
from policies.load.building import Builder
from policies.load.flux.clusters import Clusters
from policies.load.found import Found
from policies.objects import Object
from policies.workload.flux import FluxKustomization

_DECIDES_ALL = ".sourceignore"
_MANIFESTS = (".yaml", ".yml", ".json")
Covers = Mapping[Object, tuple[frozenset[str], frozenset[str]]]
"""The folders and the files that a Flux Kustomization builds from, by its object."""


class EnvironmentOf(Protocol):
    """The environment of a path."""

    def __call__(self, path: str, *, file: bool = False) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is built or read by itself or by Flux: the environments it may belong to, and all that it reads.

    `start` is the folder or file that is built or read. `listed` is a folder of which Flux takes whatever YAML it
    finds, "" where there is none.
    """

    start: str
    environments: frozenset[str | None]
    folders: Collection[str]
    files: Collection[str]
    listed: str = ""


class Touched:
    """The environments of one run, and those that changed paths reach."""

    def __init__(self, builder: Builder, found: Found, clusters: Clusters, environment_of: EnvironmentOf) -> None:
        self._root, self._files = builder.root, builder.files
        self._single = frozenset(found.plain)
        self._environment_of = environment_of
        self._flux = clusters.declared.kustomizations
        own = [*self._roots(builder, found), *self._plain(found)]
        covers = {flux.object: clusters.covered(flux) for flux in self._flux}
        applied = [*self._applied(clusters, own, covers)]
        covered = set().union(*(folders | files for folders, files in covers.values()))
        # What Flux applies is of the environment that it is applied in.
        self._units = [*(unit for unit in own if unit.start not in covered), *applied]

    @property
    def environments(self) -> frozenset[str | None]:
        """All environments that anything belongs to."""
        return frozenset().union(*(unit.environments for unit in self._units))

    def by(self, changed: Iterable[str]) -> frozenset[str | None]:
        """The environments that these paths (relative to the root; they may be gone) reach."""
        changed = [path for path in changed if path not in self._single or self._holds_objects(path)]
        kustomizations = {_folder(path) for path in changed if _name(path) in KUSTOMIZATION_NAMES}
        below = {path for each in changed for path in (each, *_above(each))}
        yaml = {path for each in changed if each.endswith(_MANIFESTS) for path in _above(each)}
        units = [
            unit
            for unit in self._units
            if not kustomizations.isdisjoint(unit.folders) or not below.isdisjoint(unit.files) or unit.listed in yaml
        ]
        reached = frozenset().union(*(unit.environments for unit in units))
        for path in changed:
            if _name(path) == _DECIDES_ALL:
                return self.environments
            if path.endswith(_MANIFESTS) or _name(path) in KUSTOMIZATION_NAMES:
                own = self._environment_of(path, file=True)
                if own is None and not (self._root / path).exists() and not self._is_read(path, units):
                    return self.environments
                reached |= {own} & self.environments if own is not None else set()
        reached |= self._substituted(units)
        # With Flux an object without an environment of its own takes that of whoever applies it.
        return self.environments if self._flux and None in reached else reached

    def _holds_objects(self, file: str) -> bool:
        """Most YAML of a repository is no manifest. What held objects and holds none any more is not told apart."""
        place = self._root / file
        try:
            content = place.read_bytes() if place.is_file() and place.stat().st_size <= LARGEST_FILE else b""
        except OSError:
            return True
        return not content or (b"apiVersion" in content and b"kind" in content)

    def _is_read(self, path: str, units: Iterable[_Unit]) -> bool:
        below = {path, *_above(path)}
        return any(_folder(path) in unit.folders or not below.isdisjoint(unit.files) for unit in units)

    def _roots(self, builder: Builder, found: Found) -> Iterator[_Unit]:
        for root in found.roots:
            reached = builder.reached(root)
            yield _Unit(root, frozenset({self._environment_of(root)}), set(reached.folders), reached.files)

    def _plain(self, found: Found) -> Iterator[_Unit]:
        for file in filter(self._holds_objects, found.plain):
            yield _Unit(file, frozenset({self._environment_of(file, file=True)}), (), {file})

    def _applied(self, clusters: Clusters, own: list[_Unit], covers: Covers) -> Iterator[_Unit]:
        """What each Flux Kustomization applies is of its path's environment, or of that of whoever applies it."""
        held = self._held(own, covers)
        for flux in self._flux:
            environments = {self._environment_of(flux.path)}
            if None in environments:
                environments = self._of_appliers(flux, held)
            folders, files = covers[flux.object]
            listed = "" if clusters.builder.files.kustomization(flux.path) is not None else flux.path
            yield _Unit(flux.path, frozenset(environments), folders - {flux.path} if listed else folders, files, listed)

    def _held(self, own: Iterable[_Unit], covers: Covers) -> dict[str, tuple[set[str | None], list[FluxKustomization]]]:
        """Who applies each file that declares a Flux Kustomization: environments, and other Flux Kustomizations."""
        held: dict[str, tuple[set[str | None], list[FluxKustomization]]] = {}
        for flux in self._flux:
            file = flux.object.directory
            held[file] = ({self._environment_of(file, file=True)}, [])
        for unit in own:
            for file in held.keys() & unit.files:
                held[file][0].update(unit.environments)
        for flux in self._flux:
            for file in held.keys() & covers[flux.object][1]:
                held[file][0].add(self._environment_of(flux.path))
                held[file][1].append(flux)
        return held

    @staticmethod
    def _of_appliers(
        flux: FluxKustomization, held: Mapping[str, tuple[set[str | None], list[FluxKustomization]]]
    ) -> set[str | None]:
        found: set[str | None] = set()
        seen = {flux.object}
        todo = [flux]
        while todo:
            environments, appliers = held[todo.pop().object.directory]
            found |= environments
            todo += [each for each in appliers if each.object not in seen]
            seen |= {each.object for each in appliers}
        return found - {None} or found

    def _substituted(self, units: Iterable[_Unit]) -> frozenset[str | None]:
        """The environments whose variables have their values from a ConfigMap that one of these units may make."""
        names = {
            reference.name
            for flux in self._flux
            for reference in flux.post_build.references
            if reference.kind == "ConfigMap"
        }
        if not names:
            return frozenset()
        files = {file for unit in units for file in (*unit.files, *_kustomizations(unit.folders))}
        lines = (line for file in files for line in self._files.lines(file))
        return self.environments if any(name in line for line in lines for name in names) else frozenset()


def _kustomizations(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        yield from (f"{folder}/{name}" for name in KUSTOMIZATION_NAMES)


def _above(path: str) -> tuple[str, ...]:
    return tuple(each.as_posix() for each in PurePosixPath(path).parents)


def _folder(path: str) -> str:
    return PurePosixPath(path).parent.as_posix()


def _name(path: str) -> str:
    return path.rpartition("/")[2]
