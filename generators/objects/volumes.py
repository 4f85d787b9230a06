"""A pod's volumes, each with the mount that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from generators.objects.body import Body
from generators.platform.values import File, Volume

FILES_VOLUME = "files"


@dataclass(frozen=True, slots=True)
class Mounted:
    """A volume of the pod and where its container sees it."""

    volume: Body
    mounts: tuple[Body, ...]


def temporary(size: str) -> Mounted:
    """/tmp, the one folder that a read-only root leaves writable. A full one evicts the pod, never the node."""
    return Mounted({"name": "tmp", "emptyDir": {"sizeLimit": size}}, ({"name": "tmp", "mountPath": "/tmp"},))


def written_volume(volume: Volume) -> Mounted:
    """A volume of the component: a claim that exists, or an emptyDir."""
    if volume.claim is not None:
        source: Body = {"persistentVolumeClaim": {"claimName": volume.claim}}
    else:
        source = {"emptyDir": {"sizeLimit": volume.size} if volume.size else {}}
    return Mounted({"name": volume.name, **source}, ({"name": volume.name, "mountPath": volume.path},))


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
    """The ConfigMap key of a file: its path with `_` for `/`, and `__` for `_`, so that no two paths share one."""
    return file.path.strip("/").replace("_", "__").replace("/", "_")


def image_volume(name: str, placeholder: str, path: str) -> Mounted:
    """The content of an OCI image, read-only. Source: Kubernetes "Image Volumes", on by default from 1.35."""
    volume: Body = {"name": name, "image": {"reference": placeholder, "pullPolicy": "IfNotPresent"}}
    return Mounted(volume, ({"name": name, "mountPath": path, "readOnly": True},))
