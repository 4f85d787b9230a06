"""What a folder must build to: the objects that the generator means, before kustomize has seen anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generators.tree.config_map import hashed_name, with_hashed_references
from generators.tree.inputs import Inputs
from generators.tree.traced import Traced, trace
from generators.types.part import ConfigMapGenerator, Image, Part


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that Flux builds, and its objects as the generator means them, built without `extras`."""

    environment: str
    directory: str
    objects: tuple[Traced, ...]
    extras: tuple[str, ...] = ()


def intended_objects(part: Part, environment: str, namespace: str, inputs: Inputs) -> tuple[Traced, ...]:
    """The objects of one overlay: namespaced, images pinned, ConfigMaps named with their hash."""
    maps = [_generated_config_map(generator, part.source) for generator in part.generators]
    names = {
        generator.name: traced.body["metadata"]["name"] for generator, traced in zip(part.generators, maps, strict=True)
    }
    images = {image.placeholder: full_image(image, environment, inputs) for image in part.images}
    traced = [trace(body, part.source) for _, body in part.files]
    finished = [Traced(_finished(each.body, names, images), each.sources, each.source) for each in traced]
    return tuple(Traced(_in_namespace(each.body, namespace), each.sources, each.source) for each in [*finished, *maps])


def full_image(image: Image, environment: str, inputs: Inputs) -> str:
    """registry/name:tag@digest, as the pin or the version table says."""
    if image.tag is not None:
        return f"{image.name.value}:{image.tag}"
    return image.name.value + inputs.pins[environment, image.placeholder].suffix()


def _generated_config_map(generator: ConfigMapGenerator, source: str) -> Traced:
    data = {setting.name: setting.value for setting in generator.literals}
    name = hashed_name(generator.name, {key: value.value for key, value in data.items()})
    body: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}
    if data:
        body["data"] = data
    return trace(body, source)


def _finished(body: dict[str, Any], names: Mapping[str, str], images: Mapping[str, str]) -> dict[str, Any]:
    finished: dict[str, Any] = _with_images(with_hashed_references(body, names), images)
    return finished


def _with_images(value: Any, images: Mapping[str, str]) -> Any:
    """Each `image:` of a container and each `reference:` of an image volume that is a placeholder, in full."""
    if isinstance(value, Mapping):
        return {
            key: images[item]
            if key in ("image", "reference") and isinstance(item, str) and item in images
            else _with_images(item, images)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_with_images(item, images) for item in value]
    return value


def _in_namespace(body: dict[str, Any], namespace: str) -> dict[str, Any]:
    metadata = body["metadata"]
    return {**body, "metadata": {"name": metadata["name"], "namespace": namespace, **metadata}}
