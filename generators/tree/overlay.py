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
from generators.tree.rendering import follows_from
from generators.tree.traced import Traced, trace
from generators.types.part import Image, Part
from manifests.identity import identity_of
from manifests.writer import to_yaml

Body = dict[str, Any]


def overlay_folder(base_follows_from: str, wanted: Part, environment: Environment, inputs: Inputs) -> Folder:
    """One overlay, and what it must build to. `base_follows_from` is the hash of its base's part."""
    name, namespace = environment.name, environment.namespace
    extras = inputs.extras_of(name, wanted.name)
    pins = sorted({f"images/pins/{name}/{image.pin_owner}" for image in wanted.images if image.tag is None})
    pinned = [inputs.pins.get((name, image.placeholder)) for image in wanted.images]
    key = follows_from([base_follows_from, wanted, name, namespace, extras, pinned]) if base_follows_from else ""
    meant = partial(_meant, wanted, environment, inputs)
    return Folder(name, f"overlays/{name}/{wanted.name}", meant, extras, (f"base/{wanted.name}", *pins), key)


def overlay_files(base: Base, wanted: Part, environment: Environment, folder: Folder) -> dict[str, GeneratedFile]:
    """The files of one overlay, by path."""
    directory = folder.directory
    settings = _settings(base, wanted, [trace(body, wanted.source) for _, body in wanted.files])
    pins = [place for place in folder.reads if place.startswith("images/")]
    body = kustomization(
        [f"../../../base/{wanted.name}"],
        namespace=environment.namespace,
        images=[_image(image) for image in wanted.images],
        components=[
            *(["settings"] if settings else []),
            *(f"../../../{folder}" for folder in (*folder.extras, *pins)),
        ],
    )
    files = {f"{directory}/kustomization.yaml": GeneratedFile(to_yaml(body), wanted.source)}
    if settings:
        files[f"{directory}/settings/kustomization.yaml"] = GeneratedFile(to_yaml(settings), wanted.source)
    return files


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
