"""The whole tree, from the platform's parts and what lies beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generators.tree.base import base_files, base_of
from generators.tree.flux import flux_files
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import Inputs
from generators.tree.intent import Folder
from generators.tree.namespace import namespace_overlay
from generators.tree.network import Network, network_of
from generators.tree.overlay import overlay
from generators.tree.parts import PlatformParts


@dataclass(frozen=True, slots=True)
class Tree:
    """Every file that sync writes, by path, every folder that Flux builds, and who may talk to whom."""

    files: Mapping[str, GeneratedFile]
    folders: tuple[Folder, ...]
    networks: tuple[Network, ...]


def render(parts: PlatformParts, inputs: Inputs) -> Tree:
    """Parts -> tree. Pure: the same input gives the same bytes (law 9)."""
    base = {part.name: base_of(part) for part in parts.base}
    files: dict[str, GeneratedFile] = {}
    folders: list[Folder] = []
    for each in base.values():
        files |= base_files(each)
    for one in parts.environments:
        rendered = [namespace_overlay(one.context, one.environment, one.parts, inputs)]
        rendered += [overlay(base[part.name], part, one.environment, inputs) for part in one.parts]
        rendered.append(flux_files(parts.platform, one.environment, one.parts))
        for more, folder in rendered:
            files |= more
            folders.append(folder)
    return Tree(files, tuple(folders), tuple(network_of(one) for one in parts.environments))
