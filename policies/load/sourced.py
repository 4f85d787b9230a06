"""The view of the files that rules get: kustomizations, YAML documents, what each Flux Kustomization built."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from manifests.kustomize.outcome import Build
from manifests.pointer import join
from manifests.reader import node_at
from policies.files import Kustomization
from policies.load.building import Builder, Variation
from policies.load.entries import generated_of, place_of, remotes_of, replicas_of
from policies.load.flux.clusters import Applied
from policies.load.flux.recipe import recipe_of
from policies.load.oddities import odd_files
from policies.load.silent import Silent, could_be_silent, mark_of, matches_plainly, pointer_of, shown, silent_entries
from policies.objects import Object
from policies.sources import FluxBuild, KustomizationFile, Sources, Unmatched
from policies.workload.flux import FluxKustomization

_YAML = (".yaml", ".yml", ".json")
Environment = Callable[[str], str | None]


def sources_of(
    builder: Builder, units: Sequence[str], roots: Iterable[str], applied: Applied, environment_of: Environment
) -> Sources:
    """The sources of what was built: of `units`, of which `roots` are kustomize directories, and of what is applied."""
    folders = set(roots)
    built = {unit: builder.folders[unit] for unit in units if unit in folders}
    for flux in applied.kustomizations:
        build = builder.recipes.get(recipe_of(flux))
        if build is not None:
            for folder in _starts(builder, flux):
                built.setdefault(folder, build)
    reached = sorted({folder for root in built for folder in builder.reached(root).folders})
    silent = silent_entries(builder, built)
    found = [builder.files.kustomization(folder) for folder in reached]
    kustomizations = tuple(_read(each, silent, environment_of) for each in found if each is not None)
    failed = [root for root, build in built.items() if build.error is not None]
    files = odd_files(
        builder.root,
        [unit for unit in units if unit not in folders],
        _files(builder, built, applied.files),
        _files(builder, failed, ()),
    )
    return Sources(
        kustomizations,
        tuple(_placed(each.object, environment_of, each) for each in files),
        {**applied.builds, **_with_silent(builder, applied)},
        tuple(flux.object for flux in applied.kustomizations),
    )


def _placed(item: Object, environment_of: Environment, file: Any) -> Any:
    return replace(
        file, object=replace(item, environment=environment_of(PurePosixPath(item.directory).parent.as_posix()))
    )


def _starts(builder: Builder, flux: FluxKustomization) -> Iterable[str]:
    """The kustomize directories that a Flux Kustomization starts from."""
    if builder.files.kustomization(flux.path) is not None:
        return (flux.path,)
    return builder.listed(flux.path)


def _files(builder: Builder, roots: Iterable[str], more: Iterable[str]) -> set[str]:
    found = set(more)
    for root in roots:
        reached = builder.reached(root)
        found |= reached.files
        read = (builder.files.kustomization(folder) for folder in reached.folders)
        found |= {each.file for each in read if each is not None}
    return {file for file in found if file.endswith(_YAML)}


def _read(kustomization: Kustomization, silent: Silent, environment_of: Environment) -> KustomizationFile:
    directory = kustomization.directory
    body = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Component" if kustomization.is_component else "Kustomization",
        "metadata": {"name": directory},
    }
    mine = silent.of(directory)
    unmatched = []
    for slot in mine:
        node = node_at(kustomization.node, pointer_of(slot))
        if slot in silent.unmatched and node is not None:
            place = place_of(kustomization, node.position)
            unmatched.append(Unmatched(_family(slot.key), pointer_of(slot), silent.entries[slot], place))
    counts = {key: sum(_family(slot.key) == key for slot in mine) for key in ("patches", "images")}
    return KustomizationFile(
        Object(body, environment_of(directory), directory),
        tuple(unmatched),
        counts,
        tuple(remotes_of(kustomization)),
        tuple(replicas_of(kustomization)),
        tuple(generated_of(kustomization)),
    )


def _family(key: str) -> str:
    return "images" if key == "images" else "patches"


def _with_silent(builder: Builder, applied: Applied) -> Mapping[Any, FluxBuild]:
    """The builds of Flux Kustomizations that patch or set images themselves, with the entries that match nothing."""
    changing = [flux for flux in applied.kustomizations if flux.change.patches or flux.change.images]
    found: dict[Any, FluxBuild] = {}
    questions: list[tuple[FluxKustomization, str, int, Mapping[str, Any]]] = []
    for flux in changing:
        build = builder.recipes.get(recipe_of(flux))
        if build is None or build.error is not None:
            continue
        counts = {}
        for key, entries in (("patches", flux.change.patches), ("images", flux.change.images)):
            could = [(index, entry) for index, entry in enumerate(entries) if could_be_silent(key, entry)]
            counts[key] = len(could)
            questions += [(flux, key, index, entry) for index, entry in could if not _is_plain(key, entry, build)]
        found[flux.origin] = replace(applied.builds[flux.origin], silent=counts)
    marks = [f"mark-{os.urandom(6).hex()}" for _ in questions]
    variations = [
        Variation(flux.path, {flux.path: _marked(builder, flux, key, entry, mark)})
        for (flux, key, _, entry), mark in zip(questions, marks, strict=True)
    ]
    for (flux, key, index, entry), mark, text in zip(questions, marks, builder.variations(variations), strict=True):
        if text is not None and mark.encode() not in text:
            entry_of = Unmatched(key, join("spec", key, index), shown(key, entry))
            build_of = found[flux.origin]
            found[flux.origin] = replace(build_of, unmatched=(*build_of.unmatched, entry_of))
    return found


def _is_plain(key: str, entry: Mapping[str, Any], build: Build) -> bool:
    kinds = {(body.get("kind"), (body.get("metadata") or {}).get("name", "")) for body in build.objects}
    return matches_plainly(key, entry, kinds, build)


def _marked(
    builder: Builder, flux: FluxKustomization, key: str, entry: Mapping[str, Any], mark: str
) -> Mapping[str, Any]:
    body: dict[str, Any] = dict(builder.kustomization(recipe_of(flux)))
    marked = mark_of(key, entry, mark)
    said = [each for each in body[key] if not _is_same(key, each, entry)]
    return {**body, key: [*said, marked] if key == "patches" else [marked, *said]}


def _is_same(key: str, each: Any, entry: Mapping[str, Any]) -> bool:
    if key == "images":
        return bool(each.get("name") == entry.get("name"))
    return bool(each.get("patch") == entry.get("patch") and each.get("target") == entry.get("target"))
