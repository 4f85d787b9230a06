"""The whole tree, from the platform and what lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Environment, Platform
from generators.tree.base import base_files, base_of
from generators.tree.flux import flux_files
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import Inputs
from generators.tree.intent import Folder
from generators.tree.namespace import namespace_overlay
from generators.tree.overlay import overlay
from generators.types.context import Context
from generators.types.part import Part


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file that sync writes, by path, and every folder that Flux builds."""

    files: Mapping[str, GeneratedFile]
    folders: tuple[Folder, ...]


def render(platform: Platform, types: Mapping[str, ComponentType], inputs: Inputs) -> Tree:
    """Platform -> tree. Pure: the same input gives the same bytes (law 9)."""
    shared = _parts(Context(platform, None, platform.components), platform.components, types)
    base = {name: base_of(part) for name, part in shared.items()}
    files: dict[str, GeneratedFile] = {}
    folders: list[Folder] = []
    for each in base.values():
        files |= base_files(each)
    for environment in platform.environments:
        context = Context(platform, environment, environment.components)
        parts = _parts(context, environment.components, types)
        rendered = [namespace_overlay(context, environment, tuple(parts.values()))]
        rendered += [overlay(base[name], part, environment, inputs) for name, part in parts.items()]
        rendered.append(flux_files(platform, environment, tuple(parts.values())))
        for more, folder in rendered:
            files |= more
            folders.append(folder)
    return Tree(files, tuple(folders))


def parts_of(platform: Platform, environment: Environment, types: Mapping[str, ComponentType]) -> tuple[Part, ...]:
    """The parts of one environment: what must be pinned is said by their images."""
    context = Context(platform, environment, environment.components)
    return tuple(_parts(context, environment.components, types).values())


def _parts(context: Context, components: tuple[Component, ...], types: Mapping[str, ComponentType]) -> dict[str, Part]:
    return {part.name: part for component in components for part in types[component.type].objects(component, context)}
