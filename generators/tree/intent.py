"""What a folder must build to: the objects that the generator means, before kustomize has seen anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generators.tree.config_map import hashed_name
from generators.tree.inputs import Inputs
from generators.tree.traced import Traced, trace
from generators.types.part import ConfigMapGenerator, Image, Part


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that Flux builds, and what it is made of.

    `meant` gives its objects as the generator means them, built without `extras`. `reads` are the folders whose files
    kustomize reads for it beside its own and the extras. `follows_from` is a hash over every value that its files and
    objects follow from; empty where there is none.
    """

    environment: str
    directory: str
    meant: Callable[[], tuple[Traced, ...]]
    extras: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    follows_from: str = ""

    @property
    def objects(self) -> tuple[Traced, ...]:
        """The objects, made each time they are asked for: those of a large platform take more room than its files."""
        return self.meant()


def intended_objects(
    part: Part, traced: Sequence[Traced], environment: str, namespace: str, inputs: Inputs
) -> tuple[Traced, ...]:
    """The objects of one overlay: namespaced, images pinned, ConfigMaps named with their hash.

    `traced` are the bodies of the part's files, in their order.
    """
    maps = [_generated_config_map(generator, part.source) for generator in part.generators]
    names = {
        generator.name: each.body["metadata"]["name"] for generator, each in zip(part.generators, maps, strict=True)
    }
    images = {image.placeholder: full_image(image, environment, inputs) for image in part.images}
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


# Where a pod template names a ConfigMap, and where it names an image (a container's, an image volume's).
_CONFIG_MAP_KEYS = ("configMap", "configMapRef", "configMapKeyRef")
_IMAGE_KEYS = ("image", "reference")


def _finished(value: Any, names: Mapping[str, str], images: Mapping[str, str]) -> Any:
    """The value as kustomize leaves it: each placeholder image in full, each generated ConfigMap by its hashed name."""
    if isinstance(value, dict):
        finished = {key: _finished(item, names, images) for key, item in value.items()}
        for key in _IMAGE_KEYS:
            found = finished.get(key)
            if isinstance(found, str) and found in images:
                finished[key] = images[found]
        for key in _CONFIG_MAP_KEYS:
            found = finished.get(key)
            if isinstance(found, dict) and found.get("name") in names:
                finished[key] = {**found, "name": names[found["name"]]}
        return finished
    if isinstance(value, list):
        return [_finished(item, names, images) for item in value]
    return value


def _in_namespace(body: dict[str, Any], namespace: str) -> dict[str, Any]:
    metadata = body["metadata"]
    return {**body, "metadata": {"name": metadata["name"], "namespace": namespace, **metadata}}
