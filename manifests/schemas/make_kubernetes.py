"""Kubernetes' own kinds, from the definitions that the kubernetes-validate wheel carries."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate

from manifests.schemas.bundle import OBJECT_META, PREFIX
from manifests.schemas.strict import Schema, strict_kubernetes

VERSIONS = ("1.33", "1.34", "1.35", "1.36", "1.37")


def kubernetes_bundle(version: str) -> dict[str, Any]:
    """One version: `kinds` names the definition of "apps/v1/Deployment", `definitions` holds strict schemas by name.

    `needs` lists for each kind's definition (and for metadata, which custom resources share) all the definitions it
    refers to, itself included, so that a run need not look for them.
    """
    folder = Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema" / f"v{version}.0-local-strict"
    definitions = json.loads((folder / "_definitions.json").read_text(encoding="utf-8"))["$defs"]
    kinds: dict[str, str] = {}
    strict: dict[str, Schema] = {}
    for name, definition in definitions.items():
        strict[name] = strict_kubernetes(definition)
        for kind in definition.get("x-kubernetes-group-version-kind", ()):
            if "metadata" in definition.get("properties", {}):
                api_version = f"{kind['group']}/{kind['version']}".removeprefix("/")
                kinds[f"{api_version}/{kind['kind']}"] = name
    needs = {name: sorted(_reached(name, strict)) for name in {*kinds.values(), OBJECT_META}}
    return {"kinds": kinds, "needs": needs, "definitions": strict}


def _reached(name: str, definitions: dict[str, Schema]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(_references(definitions[current]))
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].removeprefix(PREFIX)
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)
