"""overlays/<env>/namespace: what an environment has beside its components. It has no base: nothing in it is shared."""

from __future__ import annotations

from functools import partial

from generators.platform.values import Environment
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import NAMESPACE_PART, Inputs
from generators.tree.intent import Folder
from generators.tree.kustomization import kustomization
from generators.tree.traced import trace, trace_all
from generators.types.context import Context
from generators.types.namespace import namespace_objects
from generators.types.part import Part
from manifests.writer import to_yaml


def namespace_overlay(
    context: Context, environment: Environment, parts: tuple[Part, ...], inputs: Inputs
) -> tuple[dict[str, GeneratedFile], Folder]:
    """The files of the namespace's folder, by path, and what it must build to."""
    directory = f"overlays/{environment.name}/{NAMESPACE_PART}"
    bodies = namespace_objects(context, parts)
    files = {
        f"{directory}/{name}": GeneratedFile(to_yaml(trace(body, environment.source).body), environment.source)
        for name, body in bodies
    }
    extras = inputs.extras_of(environment.name, NAMESPACE_PART)
    listing = kustomization([name for name, _ in bodies], components=[f"../../../{folder}" for folder in extras])
    files[f"{directory}/kustomization.yaml"] = GeneratedFile(to_yaml(listing), environment.source)
    meant = partial(trace_all, [(body, environment.source) for _, body in bodies])
    return files, Folder(environment.name, directory, meant, extras)
