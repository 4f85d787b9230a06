"""overlays/<env>/namespace: what an environment has beside its components. It has no base: nothing in it is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from generators.objects.body import Body
from generators.platform.values import Environment
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import NAMESPACE_PART, Inputs
from generators.tree.intent import Folder
from generators.tree.kustomization import kustomization
from generators.tree.rendering import Rendering, follows_from, rendered
from generators.tree.traced import trace, trace_all
from generators.types.context import Context
from generators.types.namespace import namespace_objects
from generators.types.part import Part
from manifests.writer import to_yaml


def namespace_overlay(
    context: Context,
    environment: Environment,
    parts: tuple[Part, ...],
    inputs: Inputs,
    before: Mapping[str, Rendering],
) -> tuple[Rendering, Folder]:
    """The files of the namespace's folder, and what they must build to; what is in `before` of the same is taken."""
    directory = f"overlays/{environment.name}/{NAMESPACE_PART}"
    bodies = namespace_objects(context, parts)
    source = environment.source
    extras = inputs.extras_of(environment.name, NAMESPACE_PART)
    key = follows_from([directory, bodies, source, extras])
    meant = partial(trace_all, [(body, source) for _, body in bodies])
    make = partial(_files, directory, bodies, source, extras)
    folder = Folder(environment.name, directory, meant, extras, follows_from=key)
    return rendered(before.get(directory), key, make), folder


def _files(
    directory: str, bodies: Sequence[tuple[str, Body]], source: str, extras: Sequence[str]
) -> dict[str, GeneratedFile]:
    files = {f"{directory}/{name}": GeneratedFile(to_yaml(trace(body, source).body), source) for name, body in bodies}
    listing = kustomization([name for name, _ in bodies], components=[f"../../../{folder}" for folder in extras])
    files[f"{directory}/kustomization.yaml"] = GeneratedFile(to_yaml(listing), source)
    return files
