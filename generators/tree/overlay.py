"""overlays/<env>/<part>: what differs in one environment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson

from generators.platform.values import Environment
from generators.tree.base import Base
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import Inputs
from generators.tree.intent import Folder, intended_objects
from generators.tree.kustomization import changed_generator, kustomization, settings_component
from generators.tree.patch import Operation, guarded_patch
from generators.tree.traced import Traced, trace
from generators.types.part import Image, Part
from manifests.identity import identity_of
from manifests.writer import to_yaml

Body = dict[str, Any]


def overlay(
    base: Base, wanted: Part, environment: Environment, inputs: Inputs
) -> tuple[dict[str, GeneratedFile], Folder]:
    """The files of one overlay, by path, and what it must build to."""
    directory = f"overlays/{environment.name}/{wanted.name}"
    traced = [trace(body, wanted.source) for _, body in wanted.files]
    settings = _settings(base, wanted, traced)
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
    meant = partial(_meant, wanted, environment, inputs)
    return files, Folder(environment.name, directory, meant, extras, (f"base/{wanted.name}", *pins))


def _meant(wanted: Part, environment: Environment, inputs: Inputs) -> tuple[Traced, ...]:
    traced = [trace(body, wanted.source) for _, body in wanted.files]
    return intended_objects(wanted, traced, environment.name, environment.namespace, inputs)


def _image(image: Image) -> Body:
    body: Body = {"name": image.placeholder, "newName": image.name.value}
    if image.tag is not None:
        body["newTag"] = image.tag
    return body


def _settings(base: Base, wanted: Part, traced: Sequence[Traced]) -> Body | None:
    """The Kustomize Component of this environment's differences; None where there are none."""
    named = zip(wanted.files, traced, strict=True)
    patches = [patch for (name, _), each in named if (patch := _patch(base.bodies[name], each.body))]
    generators = [
        change
        for before, after in zip(base.part.generators, wanted.generators, strict=True)
        if (change := changed_generator(before, after))
    ]
    return settings_component(patches, generators) if patches or generators else None


def _patch(before: Body, after: Body) -> Body | None:
    if orjson.dumps(before) == orjson.dumps(after):  # most objects are the same everywhere: no walk for them
        return None
    operations = guarded_patch(before, after)
    identity = identity_of(before)
    group, _, version = identity.api_version.rpartition("/")
    target = {"group": group} if group else {}
    return {
        "target": {**target, "version": version, "kind": identity.kind, "name": identity.name},
        "patch": to_yaml([*operations[:-1], _with_firm_end(operations[-1])] if operations else operations),
    }


def _with_firm_end(operation: Operation) -> Operation:
    """Kustomize cuts the white space at the end of a patch: a text that ends a line must not stand last there."""
    value = operation.get("value")
    while isinstance(value, dict | list) and value:
        value = (list(value.values()) if isinstance(value, dict) else value)[-1]
    if not isinstance(value, str) or not value.endswith("\n"):
        return operation
    return {"op": operation["op"], "value": operation["value"], "path": operation["path"]}
