"""Find what is to be judged, build it, read it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from policies.configuration.paths import AmbiguousPathError, environment_of, overlays_among
from policies.configuration.values import Configuration
from policies.files import Files
from policies.finding import Reach, Unchecked
from policies.load.building import Builder
from policies.load.flux.clusters import Applied, Clusters
from policies.load.flux.declared import OwnSources, declared_in
from policies.load.flux.ignored import Ignored
from policies.load.flux.recipe import recipe_of
from policies.load.found import Found, find
from policies.load.manifests_in import objects_in_file
from policies.load.nothing import NothingToJudgeError
from policies.load.sourced import sources_of
from policies.load.touched import Touched
from policies.load.walk import walk
from policies.objects import Object, Origin
from policies.sources import Sources
from policies.workload.flux import is_flux

_MOST_ROUNDS = 20
_NOTHING = Applied((), {}, (), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Loaded:
    """The objects, what could not be read or built, and how many files hold no Kubernetes object.

    `sources` are the files behind the objects. `texts` are the kustomizations that Flux would write where there is
    none, by file: they stand in for files that are not on disk. `reach` is what a change reaches, where one was named.
    """

    objects: tuple[Object, ...]
    unchecked: tuple[Unchecked, ...]
    ignored: int
    sources: Sources = field(default_factory=Sources)
    texts: Mapping[str, str] = field(default_factory=dict)
    reach: Reach | None = None


def load(
    root: Path,
    paths: Sequence[str],
    configuration: Configuration,
    *,
    environment: str | None = None,
    changed: Collection[str] | None = None,
) -> Loaded:
    """The objects of the repository at `root`, or of these paths in it (relative to `root`).

    Kustomize directories that nothing else builds on are built by the pinned kustomize; files beside them are read.
    What a Flux Kustomization among them builds is built as Flux does, and not once more by itself.
    With `environment`, only what belongs to it; with `changed`, paths relative to the root that may be gone, only the
    environments that these reach. Raises UserError if a path does not exist, the environment is not
    there, or kustomize is missing; a directory that does not build is in `unchecked`, and the rest is loaded.
    """
    found = find(root, paths or ["."], files := Files(root))
    return _Loading(root, found, files, configuration, environment, changed).load()


class _Loading:
    def __init__(
        self,
        root: Path,
        found: Found,
        files: Files,
        configuration: Configuration,
        environment: str | None,
        changed: Collection[str] | None,
    ) -> None:
        self._root = root
        self._found = found
        self._configuration = configuration
        self._environment = environment
        self._changed = changed
        self._wanted: frozenset[str | None] | None = None if environment is None else frozenset({environment})
        self._unchecked: dict[Unchecked, None] = {}
        self._environments: dict[tuple[str, bool], str | None] = {}
        self._bodies: dict[str, list[dict[str, Any]]] = {}
        self._ignored = found.ignored
        self._builder = Builder(root, files, Ignored(root, list(found.directories)))

    def load(self) -> Loaded:
        declared = declared_in(self._root, self._found.files)
        clusters = Clusters(
            self._builder, declared, OwnSources(self._root, declared.sources), lambda path: self._environment_at(path)
        )
        reach = None
        if self._changed is not None:
            reach = self._reach(Touched(self._builder, self._found, clusters, self._environment_at), self._changed)
            if not reach.judged:
                return Loaded((), tuple(self._unchecked), 0, reach=reach)
        clusters.wanted = self._wanted
        units = [
            unit
            for unit in (*self._found.roots, *self._found.plain)
            if self._is_wanted(unit, bool(declared.kustomizations))
        ]
        if declared.kustomizations:
            first, applied = self._with_flux(clusters, units)
        else:
            self._read(units)
            first, applied = self._placed(units), _NOTHING
        objects = [*first, *applied.objects]
        if self._wanted is not None:
            known = {item.environment for item in objects} | set(self._environments.values())
            if self._environment is not None and self._environment not in known:
                there = ", ".join(sorted(name for name in known if name is not None)) or "none"
                raise NothingToJudgeError(f"nothing belongs to the environment '{self._environment}': there is {there}")
            objects = [item for item in objects if item.environment in self._wanted]
        self._note_failures(units, applied)
        manifests = [unit for unit in units if unit in self._found.roots or self._bodies[unit]]
        sources = sources_of(self._builder, manifests, self._found.roots, applied, self._environment_at)
        if self._wanted is not None:
            sources = sources.within({*self._wanted, None})
        return Loaded(tuple(objects), tuple(self._unchecked), self._ignored, sources, self._builder.generated, reach)

    def _reach(self, touched: Touched, changed: Collection[str]) -> Reach:
        """What is judged, and what is not; from now on only the first is wanted."""
        every = touched.environments
        reached = touched.by(changed)
        if self._wanted is not None:
            every, reached = every & self._wanted, reached & self._wanted
        if reached != every:
            self._wanted = reached
        return Reach(tuple(sorted(reached, key=str)), tuple(sorted(every - reached, key=str)))

    def _with_flux(self, clusters: Clusters, units: list[str]) -> tuple[list[Object], Applied]:
        """The objects that no Flux Kustomization builds, and what those do; `units` keeps only what is built by itself.

        What files declare is taken at its word for the first builds; what nothing applies in the end is built last.
        """
        declared = clusters.declared.kustomizations
        covers = [clusters.covered(flux) for flux in declared]
        covered = set().union(*(folders | files for folders, files in covers))
        waiting = [unit for unit in units if unit in covered]
        units[:] = [unit for unit in units if unit not in covered]
        likely = [flux for flux, (folders, _) in zip(declared, covers, strict=True) if folders]
        recipes = [recipe_of(flux) for flux in likely if self._may_be_wanted(self._environment_at(flux.path))]
        self._read(units, recipes)
        for _ in range(_MOST_ROUNDS):
            first = self._placed(units)
            applied, needed = clusters.applied(first)
            if needed:
                self._builder.build((), needed)
                continue
            built = applied.folders | applied.files
            late = [unit for unit in waiting if unit not in built]
            twice = [unit for unit in units if unit in built]
            if not late and not twice:
                break
            waiting = [*(unit for unit in waiting if unit in built), *twice]
            units[:] = [*(unit for unit in units if unit not in built), *late]
            self._read(units)
        return first, applied

    def _read(self, units: Iterable[str], recipes: Sequence[Any] = ()) -> None:
        """Build and read what is new among these folders and files."""
        roots = set(self._found.roots)
        new = [unit for unit in units if unit not in self._bodies]
        folders = [unit for unit in new if unit in roots]
        self._builder.build(folders, recipes)
        for unit in new:
            if unit in roots:
                self._bodies[unit] = list(self._builder.folders[unit].objects)
                continue
            read = objects_in_file(self._root, unit)
            if isinstance(read, Unchecked):
                self._unchecked[read] = None
                read = []
            else:
                self._ignored += not read
            self._bodies[unit] = read

    def _placed(self, units: Iterable[str]) -> list[Object]:
        """The objects of folders and files that are applied by themselves, with their cluster where Flux is in it."""
        objects = [
            Object(body, self._environment_of(unit), unit, Origin(self._cluster_of(unit)))
            for unit in units
            for body in self._bodies[unit]
        ]
        clusters = {item.origin for item in objects if is_flux(item)}
        return [item if item.origin in clusters else replace(item, origin=None) for item in objects]

    def _cluster_of(self, unit: str) -> str:
        return unit if unit in self._found.roots else unit.rpartition("/")[0] or "."

    def _environment_of(self, unit: str) -> str | None:
        return self._environment_at(unit, file=unit not in self._found.roots)

    def _environment_at(self, path: str, *, file: bool = False) -> str | None:
        if (path, file) not in self._environments:
            try:
                self._environments[path, file] = environment_of(
                    path, self._configuration, file=file, overlays=lambda: self._overlays
                )
            except AmbiguousPathError as error:
                self._unchecked[Unchecked(path, str(error))] = None
                self._environments[path, file] = None
        return self._environments[path, file]

    @cached_property
    def _overlays(self) -> frozenset[str]:
        """Also what lies outside of the paths that were asked for: a folder has one environment in every run."""
        directories = self._found.directories
        return overlays_among(directories if "." in directories else walk(self._root, ".").directories)

    def _is_wanted(self, unit: str, flux: bool) -> bool:
        """Whether a folder or file may hold something of the environment asked for, and belongs to no two.

        With `flux`, what belongs to none may name what belongs to one.
        """
        environment = self._environment_of(unit)
        if any(each.directory == unit for each in self._unchecked):
            return False
        return self._may_be_wanted(environment) if flux else self._wanted is None or environment in self._wanted

    def _may_be_wanted(self, environment: str | None) -> bool:
        return self._wanted is None or environment is None or environment in self._wanted

    def _note_failures(self, units: Iterable[str], applied: Applied) -> None:
        for folder in sorted(unit for unit in units if unit in self._builder.folders):
            self._note(folder, self._builder.folders[folder].error)
        for build in applied.builds.values():
            self._note(build.directory, build.error or None)
            if build.bad_substitution:
                self._unchecked[Unchecked(build.directory, build.bad_substitution)] = None

    def _note(self, folder: str, error: str | None) -> None:
        if error is not None:
            refused = error == self._builder.refusal(folder)
            self._unchecked[Unchecked(folder, error if refused else f"does not build: {error}")] = None
