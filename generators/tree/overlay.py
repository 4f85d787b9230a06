"""overlays/<env>/<part>: what differs in one environment."""

from __future__ import annotations

from typing import Any

from generators.platform.values import Environment
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import Inputs
from generators.tree.intent import Folder, intended_objects
from generators.tree.kustomization import changed_generator, kustomization, settings_component
from generators.tree.patch import guarded_patch
from generators.tree.traced import trace
from generators.types.part import Image, Part
from manifests.identity import identity_of
from manifests.writer import to_yaml

Body = dict[str, Any]


def overlay(
    base: Part, wanted: Part, environment: Environment, inputs: Inputs
) -> tuple[dict[str, GeneratedFile], Folder]:
    """The files of one overlay, by path, and what it must build to."""
    directory = f"overlays/{environment.name}/{wanted.name}"
    settings = _settings(base, wanted)
    extras = inputs.extras_of(environment.name, wanted.name)
    pins = sorted({f"images/pins/{environment.name}/{image.pin_owner}" for image in wanted.images if image.tag is None})
    body = kustomization(
        [f"../../../base/{wanted.name}"],
        namespace=environment.namespace,
        images=[_image(image) for image in wanted.images],
        components=[
            *(["settings"] if settings else []),
            *(f"../../../{folder}" for folder in (*extras, *pins)),
        ],
    )
    files = {f"{directory}/kustomization.yaml": GeneratedFile(to_yaml(body), wanted.source)}
    if settings:
        files[f"{directory}/settings/kustomization.yaml"] = GeneratedFile(to_yaml(settings), wanted.source)
    objects = intended_objects(wanted, environment.name, environment.namespace, inputs)
    return files, Folder(environment.name, directory, objects, extras)


def _image(image: Image) -> Body:
    body: Body = {"name": image.placeholder, "newName": image.name.value}
    if image.tag is not None:
        body["newTag"] = image.tag
    return body


def _settings(base: Part, wanted: Part) -> Body | None:
    """The Kustomize Component of this environment's differences; None where there are none."""
    patches = [patch for name, body in wanted.files if (patch := _patch(dict(base.files)[name], body))]
    generators = [
        change
        for before, after in zip(base.generators, wanted.generators, strict=True)
        if (change := changed_generator(before, after))
    ]
    return settings_component(patches, generators) if patches or generators else None


def _patch(base: Body, wanted: Body) -> Body | None:
    before, after = trace(base, "").body, trace(wanted, "").body
    operations = guarded_patch(before, after)
    if not operations:
        return None
    identity = identity_of(before)
    group, _, version = identity.api_version.rpartition("/")
    target = {"group": group} if group else {}
    return {
        "target": {**target, "version": version, "kind": identity.kind, "name": identity.name},
        "patch": to_yaml(operations),
    }
