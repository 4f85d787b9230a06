"""The whole tree, from the platform's parts and what lies beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from generators.platform.values import Environment
from generators.tree.base import Base, base_files, base_of
from generators.tree.flux import flux_files
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import Inputs
from generators.tree.intent import Folder
from generators.tree.namespace import namespace_overlay
from generators.tree.network import Network, network_of
from generators.tree.overlay import overlay_files, overlay_folder
from generators.tree.parts import PlatformParts
from generators.tree.rendering import Rendering, follows_from, rendered
from generators.types.part import Part


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file that sync writes, by path, every folder that Flux builds, and who may talk to whom.

    `renderings` are the files again, folder by folder.
    """

    files: Mapping[str, GeneratedFile]
    folders: tuple[Folder, ...]
    networks: tuple[Network, ...]
    renderings: Mapping[str, Rendering]


def render(parts: PlatformParts, inputs: Inputs, before: Mapping[str, Rendering] | None = None) -> Tree:
    """Parts -> tree. Pure: the same input gives the same bytes (law 9).

    `before` are renderings of an earlier tree by folder, such as base/backend: those of the same values are taken.
    """
    before = before or {}
    base = {part.name: part for part in parts.base}
    keys = {name: follows_from(part) for name, part in base.items()}
    based = cache(lambda name: base_of(base[name]))
    renderings: dict[str, Rendering] = {}
    for name, key in keys.items():
        place = f"base/{name}"
        renderings[place] = rendered(before.get(place), key, partial(_base_files, based, name))
    folders: list[Folder] = []
    for one in parts.environments:
        environment = one.environment
        rendering, folder = namespace_overlay(one.context, environment, one.parts, inputs, before)
        renderings[folder.directory] = rendering
        folders.append(folder)
        for part in one.parts:
            folder = overlay_folder(keys[part.name], part, environment, inputs)
            folders.append(folder)
            make = partial(_overlay_files, based, part, environment, folder)
            renderings[folder.directory] = rendered(before.get(folder.directory), folder.follows_from, make)
        rendering, folder = flux_files(parts.platform, environment, one.parts, before)
        renderings[folder.directory] = rendering
        folders.append(folder)
    files: dict[str, GeneratedFile] = {}
    for each in renderings.values():
        files.update(each.files)
    return Tree(files, tuple(folders), tuple(network_of(one) for one in parts.environments), renderings)


def _base_files(based: Callable[[str], Base], name: str) -> Mapping[str, GeneratedFile]:
    return base_files(based(name))


def _overlay_files(
    based: Callable[[str], Base], part: Part, environment: Environment, folder: Folder
) -> Mapping[str, GeneratedFile]:
    return overlay_files(based(part.name), part, environment, folder)
