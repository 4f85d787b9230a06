"""What kustomize is asked to build for a Flux Kustomization: a path, and what Flux changes in its kustomization."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policies.workload.flux import Change, FluxKustomization

_API = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Two Flux Kustomizations with the same recipe build the same: `key` is the change as text."""

    path: str
    key: str
    change: Change = field(compare=False)


def recipe_of(flux: FluxKustomization) -> Recipe:
    change = flux.change
    if change.is_none:
        return Recipe(flux.path, "", change)
    parts = [change.target_namespace, change.name_prefix, change.name_suffix, change.patches, change.images]
    key = json.dumps([*parts, change.components, change.ignore_missing_components], sort_keys=True, default=str)
    return Recipe(flux.path, key, change)


def changed_kustomization(
    written: Mapping[str, Any] | None, found: Sequence[str], change: Change, missing: Sequence[str] = ()
) -> dict[str, Any]:
    """The kustomization that Flux builds: the one `written`, or one of the resources `found`, with the change.

    `missing` are components that are not there. Source: WriteFile in fluxcd/pkg/kustomize/kustomize_generator.go;
    what is empty changes nothing.
    """
    body = {**_API, **(dict(written) if written is not None else {"resources": list(found)})}
    for key, text in (
        ("namespace", change.target_namespace),
        ("namePrefix", change.name_prefix),
        ("nameSuffix", change.name_suffix),
    ):
        if text:
            body[key] = text
    if change.patches:
        patches = [{key: each[key] for key in ("patch", "target") if each.get(key)} for each in change.patches]
        body["patches"] = [*_list(body.get("patches")), *patches]
    if change.images:
        body["images"] = _images(_list(body.get("images")), change.images)
    components = [each for each in change.components if each not in missing or not change.ignore_missing_components]
    if components:
        body["components"] = [*_list(body.get("components")), *components]
    return body


def _images(written: list[Any], changes: Sequence[Mapping[str, Any]]) -> list[Any]:
    """An entry of the same name takes over what the change says and keeps the rest (kustomize-controller 1.9.4)."""
    images = list(written)
    for change in changes:
        said = {key: change[key] for key in ("name", "newName", "newTag", "digest") if change.get(key)}
        for index, image in enumerate(images):
            if isinstance(image, Mapping) and image.get("name") == change.get("name"):
                images[index] = {**image, **said}
                break
        else:
            images.append(said)
    return images


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
