"""Kustomize over the folders of a repository, and over what Flux makes of them, in the same batches."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from manifests.kustomize.build import start_builds
from manifests.kustomize.outcome import Build
from manifests.kustomize.tool import KustomizeTool, find_kustomize
from manifests.reader import to_plain
from manifests.temporary import TemporaryFolder
from policies.files import Files, join
from policies.load.flux.ignored import Ignored
from policies.load.flux.layout import lay_out, manifests_below
from policies.load.flux.recipe import Recipe, changed_kustomization
from policies.load.reach import Reached, reach


@dataclass(frozen=True, slots=True)
class Variation:
    """A folder to build with other kustomizations in it, or in what it builds on."""

    folder: str
    kustomizations: Mapping[str, Mapping[str, object]]


@dataclass(slots=True)
class Builder:
    """Builds folders and recipes, each once, and remembers what they read.

    `generated` are the kustomizations that Flux would write where a folder has none, by file.
    """

    root: Path
    files: Files
    ignored: Ignored
    folders: dict[str, Build] = field(default_factory=dict)
    recipes: dict[Recipe, Build] = field(default_factory=dict)
    generated: dict[str, str] = field(default_factory=dict)
    _changed: dict[Recipe, Mapping[str, object]] = field(default_factory=dict)
    _reached: dict[str, Reached] = field(default_factory=dict)

    def reached(self, folder: str) -> Reached:
        if folder not in self._reached:
            self._reached[folder] = reach(self.root, self.files, folder)
        return self._reached[folder]

    def build(self, folders: Sequence[str], recipes: Sequence[Recipe] = ()) -> None:
        """Build what is not built yet. Raises UserError where kustomize cannot run at all."""
        new_folders = [each for each in dict.fromkeys(folders) if each not in self.folders]
        new_recipes = [each for each in dict.fromkeys(recipes) if each not in self.recipes]
        for folder in new_folders:
            self.folders[folder] = Build(folder, error=self.refusal(folder))
        allowed = [folder for folder in new_folders if self.folders[folder].error is None]
        asked = self._prepared(new_recipes)
        if not allowed and not asked:
            return
        tool = find_kustomize()
        with TemporaryFolder() as home:
            places = self._lay_out(home, {recipe: each for recipe, each in asked.items() if each is not None})
            plain = [recipe.path for recipe in asked if recipe not in places]
            made = list(places.values())
            with (
                start_builds(self.root, allowed, tool) as repository,
                start_builds(self.root, [path for path in plain if path not in allowed], _as_flux(tool)) as flux,
                start_builds(home, made, _as_flux(tool)) as changed,
            ):
                self.folders.update(repository.results())
                as_written = {**self.folders, **flux.results()}
                as_changed = changed.results()
            for recipe in asked:
                place = places.get(recipe)
                built = as_written[recipe.path] if place is None else as_changed[place]
                self.recipes[recipe] = self._told(built, recipe, place)

    def variations(self, wanted: Sequence[Variation]) -> list[bytes | None]:
        """What kustomize prints for each variation, None where it does not build."""
        if not wanted:
            return []
        with TemporaryFolder() as home:
            places = []
            for index, each in enumerate(wanted):
                view = home / str(index)
                view.mkdir()
                chain = dict.fromkeys(self.reached(each.folder).folders)
                lay_out(view, self.root, {**chain, **each.kustomizations})
                places.append(os.path.normpath(f"{index}/{each.folder}"))
            with start_builds(home, places, _as_flux(find_kustomize())) as builds:
                built = builds.results()
        return [None if built[place].error is not None else built[place].text for place in places]

    def listed(self, path: str) -> tuple[str, ...]:
        """The kustomize directories that Flux lists for a folder without a kustomization."""
        listed = (join(path, each) for each in manifests_below(self.root, path, self.ignored))
        return tuple(each for each in listed if each is not None and self.files.kustomization(each) is not None)

    def kustomization(self, recipe: Recipe) -> Mapping[str, object]:
        """What Flux builds for a recipe that could be built."""
        return self._changed[recipe]

    def refusal(self, folder: str) -> str | None:
        """Why a folder must not be built, None if it may."""
        reached = self.reached(folder)
        if reached.refused:
            return reached.refused
        if reached.remote:
            fetched = f"builds on {reached.remote}, which is not in this repository, and nothing is fetched"
            return f"{fetched}: copy it here"
        return None

    def _prepared(self, recipes: Sequence[Recipe]) -> dict[Recipe, dict[str, object] | None]:
        """For each recipe that may be built its kustomization, None where it is the one that is written."""
        found: dict[Recipe, dict[str, object] | None] = {}
        for recipe in recipes:
            kustomization = self.files.kustomization(recipe.path)
            listed: list[str] = []
            if kustomization is None:
                listed = list(manifests_below(self.root, recipe.path, self.ignored))
                folders = [join(recipe.path, each) or "" for each in listed if not each.endswith((".yaml", ".yml"))]
            else:
                folders = [recipe.path]
            inside = {each: join(recipe.path, each) for each in recipe.change.components}
            folders += [path for path in inside.values() if path is not None]
            refusal = next((why for folder in folders if (why := self.refusal(folder)) is not None), None)
            if None in inside.values():
                refusal = "has a component that is not in this repository"
            self.recipes[recipe] = Build(recipe.path, error=refusal)
            if refusal is not None:
                continue
            if kustomization is not None and recipe.change.is_none:
                found[recipe] = None
                continue
            missing = [each for each, path in inside.items() if path and not (self.root / path).is_dir()]
            written = to_plain(kustomization.node) if kustomization is not None else None
            found[recipe] = self._changed[recipe] = changed_kustomization(written, listed, recipe.change, missing)
        return found

    def _lay_out(self, home: Path, changed: Mapping[Recipe, Mapping[str, object]]) -> dict[Recipe, str]:
        """For each changed kustomization the folder below `home` to build.

        One view holds as many as do not see each other, so that the cost follows the folders and not their pairs.
        """
        places: dict[Recipe, str] = {}
        views: list[tuple[dict[str, Mapping[str, object]], set[str]]] = []
        for recipe, kustomization in changed.items():
            reads = self._read_by(recipe)
            apart = (recipe.path not in read and reads.isdisjoint(here) for here, read in views)
            index = next((index for index, free in enumerate(apart) if free), len(views))
            if index == len(views):
                views.append(({}, set()))
            here, read = views[index]
            here[recipe.path] = kustomization
            read |= reads
            places[recipe] = os.path.normpath(f"{index}/{recipe.path}")
            if self.files.kustomization(recipe.path) is None:
                file = os.path.normpath(f"{recipe.path}/kustomization.yaml")
                self.generated[file] = json.dumps({"resources": kustomization["resources"]})
        for index, (here, _) in enumerate(views):
            view = home / str(index)
            view.mkdir()
            lay_out(view, self.root, here)
        return places

    def _read_by(self, recipe: Recipe) -> set[str]:
        """The kustomize directories that a recipe builds on, its own path too."""
        starts = [recipe.path] if self.files.kustomization(recipe.path) is not None else list(self.listed(recipe.path))
        starts += [path for each in recipe.change.components if (path := join(recipe.path, each)) is not None]
        return {recipe.path, *(folder for start in starts for folder in self.reached(start).folders)}

    def _told(self, build: Build, recipe: Recipe, place: str | None) -> Build:
        """The build as one of the repository's folder, without the paths of its view."""
        error = build.error
        if error is not None and place is not None:
            view = place.partition("/")[0]
            error = re.sub(rf"(?<![\w./-]){view}/", "", error).replace(f"{self.root.resolve()}/", "")
        return replace(build, directory=recipe.path, error=error)


def _as_flux(tool: KustomizeTool) -> KustomizeTool:
    """Flux lets a kustomization read files beside it; that they are in the repository has been looked at before."""
    return KustomizeTool((*tool.command, "--load-restrictor", "LoadRestrictionsNone"))
