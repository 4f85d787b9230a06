"""From what people apply by hand to everything that Flux applies after it, cluster by cluster.

A Flux Kustomization may build others, whose paths are known only then. So builds go in rounds: what files declare is
built at once, what turns up later is built next, until nothing new turns up.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from policies.load.building import Builder
from policies.load.flux.declared import Declared, OwnSources
from policies.load.flux.layout import manifests_below
from policies.load.flux.recipe import Recipe, recipe_of
from policies.load.flux.rendering import Rendered, Values, render, values_of
from policies.objects import Object, Origin
from policies.sources import FluxBuild
from policies.workload.flux import FluxKustomization, is_flux, read_flux

_MOST_ROUNDS = 20
Environment = Callable[[str], str | None]
ConfigMaps = Mapping[tuple[str, str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Applied:
    """`objects` are all that Flux applies; `builds` what each Flux Kustomization built; `covered` the folders and files
    that it builds from."""

    objects: tuple[Object, ...]
    builds: Mapping[Origin, FluxBuild]
    kustomizations: tuple[FluxKustomization, ...]
    folders: frozenset[str]
    files: frozenset[str]


@dataclass(slots=True)
class Clusters:
    """The rounds of one run. `wanted` are the environments that are judged, None for all."""

    builder: Builder
    declared: Declared
    sources: OwnSources
    environment_of: Environment
    wanted: frozenset[str | None] | None = None
    _covers: dict[Recipe, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    _rendered: dict[tuple[Recipe, str], Rendered] = field(default_factory=dict)
    _files: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def covered(self, flux: FluxKustomization) -> tuple[frozenset[str], frozenset[str]]:
        """The folders and files that a Flux Kustomization builds from; nothing where its source is elsewhere."""
        recipe = recipe_of(flux)
        if recipe not in self._covers:
            self._covers[recipe] = self._cover(flux)
        return self._covers[recipe]

    def _cover(self, flux: FluxKustomization) -> tuple[frozenset[str], frozenset[str]]:
        builder = self.builder
        if flux.unreadable or self.sources.foreign(flux) or self._missing(flux):
            return frozenset(), frozenset()
        starts = [flux.path]
        files: set[str] = set()
        if builder.files.kustomization(flux.path) is None:
            prefix = "" if flux.path == "." else f"{flux.path}/"
            listed = [prefix + each.removeprefix("./") for each in self._listed(flux)]
            files = {each for each in listed if each.endswith((".yaml", ".yml"))}
            starts = [each for each in listed if each not in files]
        starts += [f"{flux.path}/{each}" for each in flux.change.components]
        reached = [builder.reached(start) for start in starts]
        return (
            frozenset({flux.path, *(folder for each in reached for folder in each.folders)}),
            frozenset(files.union(*(each.files for each in reached))),
        )

    def _listed(self, flux: FluxKustomization) -> list[str]:
        return list(manifests_below(self.builder.root, flux.path, self.builder.ignored))

    def _missing(self, flux: FluxKustomization) -> str:
        place = self.builder.root / flux.path
        real = place.resolve()
        if not place.is_dir() or not real.is_relative_to(self.builder.root.resolve()):
            return f"{flux.path} is no folder of this repository"
        if flux.path != "." and self.builder.ignored.hides(flux.path, folder=True):
            return f"{flux.path} is kept from Flux by .sourceignore"
        return ""

    def seeds(self) -> list[FluxKustomization]:
        """The Flux Kustomizations that build the file they are written in, as `flux bootstrap` makes them.

        Each begins a cluster that is called by its path.
        """
        found: dict[Origin, FluxKustomization] = {}
        for flux in self.declared.kustomizations:
            folders, files = self.covered(flux)
            folder = flux.object.directory.rpartition("/")[0] or "."
            if flux.object.directory in files or (folder in folders and folder == flux.path):
                origin = Origin(flux.path)
                item = replace(flux.object, origin=origin, environment=self.environment_of(folder))
                placed = read_flux(item)
                if placed is not None:
                    found.setdefault(placed.origin, placed)
        return list(found.values())

    def applied(self, first: Sequence[Object]) -> tuple[Applied, list[Recipe]]:
        """What follows from the `first` objects and the seeds, and the recipes that had to be left out: not built yet.

        Values of variables come from the ConfigMaps of the same cluster; they may hold variables themselves, so this
        goes on until the values no longer change.
        """
        config_maps: ConfigMaps = {}
        for _ in range(_MOST_ROUNDS):
            applied, needed = self._round(first, config_maps)
            found = _config_maps((*first, *applied.objects))
            if found == config_maps:
                break
            config_maps = found
        return applied, needed

    def _round(self, first: Sequence[Object], config_maps: ConfigMaps) -> tuple[Applied, list[Recipe]]:
        objects: list[Object] = []
        builds: dict[Origin, FluxBuild] = {}
        placed: dict[Origin, FluxKustomization] = {}
        needed: dict[Recipe, None] = {}
        folders: set[str] = set()
        files: set[str] = set()
        todo = deque([*self.seeds(), *_flux_of(first)])
        while todo:
            flux = todo.popleft()
            if flux.origin in placed:
                continue
            placed[flux.origin] = flux
            recipe = recipe_of(flux)
            why = flux.unreadable or self.sources.foreign(flux)
            if why or (missing := self._missing(flux)):
                builds[flux.origin] = FluxBuild(flux.path, foreign=why, missing="" if why else missing)
                continue
            more_folders, more_files = self.covered(flux)
            folders |= more_folders
            files |= more_files
            if self._is_left(flux):
                continue
            if recipe not in self.builder.recipes:
                needed[recipe] = None
                continue
            build = self._build(flux, recipe, config_maps)
            builds[flux.origin] = build
            objects.extend(build.objects)
            todo.extend(_flux_of(build.objects))
        found = {flux.origin for flux in _flux_of((*first, *objects))}
        objects.extend(flux.object for origin, flux in placed.items() if origin not in found)
        return Applied(tuple(objects), builds, tuple(placed.values()), frozenset(folders), frozenset(files)), list(
            needed
        )

    def _is_left(self, flux: FluxKustomization) -> bool:
        """Whether nothing that is judged can come of it: its path and its cluster are of other environments."""
        places = [self.environment_of(flux.path), self.environment_of(flux.origin.cluster)]
        return self.wanted is not None and all(each is not None and each not in self.wanted for each in places)

    def _declared_in(self, flux: FluxKustomization) -> str:
        """The file that declares a Flux Kustomization; of several, the one nearest to its cluster."""
        if not self._files:
            for each in self.declared.kustomizations:
                if each.alters:
                    named = each.object.namespace, each.object.name
                    self._files.setdefault(named, []).append(each.object.directory)
        files = self._files.get((flux.object.namespace, flux.object.name), [])
        return max(files, key=lambda file: _closeness(file, flux.origin.cluster), default="")

    def _build(self, flux: FluxKustomization, recipe: Recipe, config_maps: ConfigMaps) -> FluxBuild:
        build = self.builder.recipes[recipe]
        cluster = flux.origin.cluster
        mine = {(space, name): data for (owner, space, name), data in config_maps.items() if owner == cluster}
        values = values_of(flux, mine) if flux.post_build.enabled else Values({})
        key = repr((sorted(values.values.items()), values.unread, sorted(flux.labels.items()), flux.annotations))
        if (recipe, key) not in self._rendered:
            self._rendered[recipe, key] = render(flux, build, values)
        rendered = self._rendered[recipe, key]
        environment = self.environment_of(flux.path)
        environment = flux.object.environment if environment is None else environment
        # What goes to another cluster meets nothing of this one.
        there = f"{cluster} {flux.object.name}" if flux.remote_cluster else cluster
        origin = replace(flux.origin, cluster=there)
        objects = tuple(Object(body, environment, flux.path, origin) for body in rendered.objects)
        return FluxBuild(
            flux.path,
            objects=objects,
            file=self._declared_in(flux) if flux.alters else "",
            error=build.error or "",
            undefined=rendered.undefined,
            unknown=rendered.unknown,
            bad_substitution=rendered.bad_substitution,
            encrypted=tuple(item.short for item in objects if isinstance(item.body.get("sops"), Mapping)),
        )


def _closeness(file: str, cluster: str) -> int:
    """How much of its path a file shares with the folder of a cluster."""
    pairs = zip(file.split("/"), cluster.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _flux_of(objects: Iterable[Object]) -> Iterator[FluxKustomization]:
    for item in objects:
        flux = read_flux(item) if is_flux(item) else None
        if flux is not None:
            yield flux


def _config_maps(objects: Iterable[Object]) -> dict[tuple[str, str, str], Mapping[str, str]]:
    found: dict[tuple[str, str, str], Mapping[str, str]] = {}
    for item in objects:
        if item.kind == "ConfigMap" and item.group == "" and item.origin is not None:
            data: Any = item.body.get("data")
            if data is None or isinstance(data, Mapping):
                texts = {str(key): value for key, value in (data or {}).items() if isinstance(value, str)}
                found.setdefault((item.origin.cluster, item.namespace, item.name), texts)
    return found
