"""A pod's volumes, each with the mount that belongs to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from generators.objects.body import Body
from generators.platform.values import File, Volume
from manifests.scalars import is_text_unquoted

FILES_VOLUME = "files"
_LONGEST_KEY = 253


@dataclass(frozen=True, slots=True)
class Mounted:
    """A volume of the pod and where its container sees it."""

    volume: Body
    mounts: tuple[Body, ...]


def temporary(size: str) -> Mounted:
    """/tmp, the one folder that a read-only root leaves writable. A full one evicts the pod, never the node."""
    return Mounted({"name": "tmp", "emptyDir": {"sizeLimit": size}}, ({"name": "tmp", "mountPath": "/tmp"},))


def with_written(own: Sequence[Mounted], written: Sequence[Volume]) -> tuple[Mounted, ...]:
    """The type's own volumes and the component's. A written one replaces an own one at the same path.

    One that has the name of an own one gets another: only its path means something outside of the pod.
    """
    paths = {volume.path.value for volume in written}
    kept = [each for each in own if not any(mount["mountPath"] in paths for mount in each.mounts)]
    taken = {str(each.volume["name"]) for each in kept} | {volume.name for volume in written}
    added = []
    for volume in written:
        name = volume.name
        while any(each.volume["name"] == name for each in kept) or (name != volume.name and name in taken):
            name = f"{name}-volume"
        taken.add(name)
        added.append(_written_volume(volume, name))
    return (*added, *kept)


def _written_volume(volume: Volume, name: str) -> Mounted:
    """A volume of the component: a claim that exists, or an emptyDir."""
    if volume.claim is not None:
        source: Body = {"persistentVolumeClaim": {"claimName": volume.claim}}
    else:
        source = {"emptyDir": {"sizeLimit": volume.size} if volume.size else {}}
    return Mounted({"name": name, **source}, ({"name": name, "mountPath": volume.path},))


def empty_folder(name: str, path: str, size: str) -> Mounted:
    """A folder that lives as long as the pod."""
    return Mounted({"name": name, "emptyDir": {"sizeLimit": size}}, ({"name": name, "mountPath": path},))


def config_map_folder(name: str, config_map: str, path: str) -> Mounted:
    """All keys of a ConfigMap as files of one folder."""
    mount: Body = {"name": name, "mountPath": path, "readOnly": True}
    return Mounted({"name": name, "configMap": {"name": config_map}}, (mount,))


def single_files(config_map: str, files: tuple[File, ...]) -> Mounted:
    """Single files of a ConfigMap, each at its own path, beside what the image has there."""
    mounts: tuple[Body, ...] = tuple(
        {"name": FILES_VOLUME, "mountPath": file.path, "subPath": file_key(file), "readOnly": True} for file in files
    )
    return Mounted({"name": FILES_VOLUME, "configMap": {"name": config_map}}, mounts)


def file_key(file: File) -> str:
    """The ConfigMap key of a file: its path with `_` for `/`, and with a hash where that is no key or not clear."""
    key = file.path.strip("/").replace("/", "_")
    # Kustomize takes the quotes from keys: `1` and `true` would be no texts any more. Kubernetes refuses `..` in front.
    usable = is_text_unquoted(key) and not key.startswith("..")
    if usable and re.fullmatch(r"[A-Za-z0-9./-]+", file.path) and len(key) <= _LONGEST_KEY:
        return key
    readable = re.sub(r"[^A-Za-z0-9._-]", "-", key if key[0].isalpha() else f"file-{key}")[: _LONGEST_KEY - 9]
    return f"{readable}-{hashlib.sha256(file.path.encode()).hexdigest()[:8]}"


def image_volume(name: str, placeholder: str, path: str) -> Mounted:
    """The content of an OCI image, read-only. Source: Kubernetes "Image Volumes", on by default from 1.35."""
    volume: Body = {"name": name, "image": {"reference": placeholder, "pullPolicy": "IfNotPresent"}}
    return Mounted(volume, ({"name": name, "mountPath": path, "readOnly": True},))
