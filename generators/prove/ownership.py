"""Law 4, for Flux: every path and dependency exists, none waits for itself, no object has two owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generators.prove.built_object import BuiltObject
from generators.prove.fault import Fault

Body = Mapping[str, Any]
_FLUX_API = "kustomize.toolkit.fluxcd.io/"


def flux_faults(built: Mapping[str, Sequence[BuiltObject]]) -> Iterator[Fault]:
    """`built`: folder -> objects, for every folder of the tree."""
    yield from _twice_owned(built)
    kustomizations = [
        (directory, each.body)
        for directory, objects in built.items()
        for each in objects
        if each.identity.kind == "Kustomization" and each.identity.api_version.startswith(_FLUX_API)
    ]
    names = {body["metadata"]["name"]: _dependencies(body) for _, body in kustomizations}
    for directory, body in kustomizations:
        name, path = body["metadata"]["name"], body["spec"]["path"].removeprefix("./")
        if path not in built:
            yield Fault(directory, f"Kustomization/{name}: path {path} is no folder of the tree")
        for dependency in _dependencies(body):
            if dependency not in names:
                yield Fault(directory, f"Kustomization/{name}: dependsOn {dependency}, which does not exist")
        if _reaches(name, name, names):
            yield Fault(directory, f"Kustomization/{name}: dependsOn comes back to itself")


def _twice_owned(built: Mapping[str, Sequence[BuiltObject]]) -> Iterator[Fault]:
    owners: dict[object, str] = {}
    for directory, objects in built.items():
        for each in objects:
            identity = each.identity
            key = (identity.group, identity.kind, identity.namespace, identity.name)
            owner = owners.setdefault(key, directory)
            if owner != directory:
                yield Fault(
                    directory, f"{identity.short} in {identity.namespace or 'no namespace'} is built by {owner} too"
                )


def _dependencies(body: Body) -> list[str]:
    return [dependency["name"] for dependency in body["spec"].get("dependsOn", ())]


def _reaches(start: str, goal: str, names: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    todo = list(names.get(start, ()))
    while todo:
        name = todo.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            todo += names.get(name, ())
    return False
