"""The schemas that ship with the package, read when they are needed."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from manifests.errors import UserError

DATA = Path(__file__).parent / "data"
_GZIP = 31
PREFIX = "#/$defs/"
# What the metadata of every custom resource is judged by.
OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


@dataclass(frozen=True, slots=True)
class Kubernetes:
    """One Kubernetes version: a definition's name for each kind, all that it refers to, and the definitions."""

    kinds: dict[str, str]
    needs: dict[str, list[str]]
    definitions: dict[str, dict[str, Any]]


def kubernetes_file(version: str) -> str:
    return f"kubernetes-{version}.json.gz"


def custom_file(key: str) -> str:
    """The file of a custom resource's key, "group/version/Kind"."""
    return f"{key.replace('/', '_')}.json.gz"


def versions() -> tuple[str, ...]:
    """The Kubernetes versions that can be judged, oldest first."""
    names = (name.removesuffix(".json.gz") for name in _files() if name.startswith("kubernetes-"))
    found = (name.removeprefix("kubernetes-") for name in names)
    return tuple(sorted(found, key=lambda version: [int(part) for part in version.split(".")]))


@cache
def kubernetes(version: str) -> Kubernetes:
    """The definitions of a version such as "1.35". Raises UserError for a version that is not in the bundle."""
    name = kubernetes_file(version)
    if name not in _files():
        raise UserError(f"no schemas for Kubernetes {version!r}; there are some for {', '.join(versions())}")
    content = _read(name)
    return Kubernetes(content["kinds"], content["needs"], content["definitions"])


def schemas_for(version: str, keys: Iterable[str]) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """For keys such as "apps/v1/Deployment": the schemas of those that are known, and the `$defs` they refer to."""
    core = kubernetes(version)
    schemas: dict[str, dict[str, Any]] = {}
    needed: set[str] = set()
    for key in keys:
        if key in core.kinds:
            schemas[key] = {"$ref": PREFIX + core.kinds[key]}
            needed.update(core.needs[core.kinds[key]])
        elif custom_file(key) in _files():
            schemas[key] = _custom(key)
            needed.update(core.needs[OBJECT_META])
    return schemas, {name: core.definitions[name] for name in sorted(needed)}


def schema_for(version: str, api_version: str, kind: str) -> dict[str, Any] | None:
    """One kind's schema with all it refers to in its own `$defs`; None for a kind that is not in the bundle."""
    key = f"{api_version}/{kind}"
    schemas, definitions = schemas_for(version, [key])
    return {**schemas[key], "$defs": definitions} if key in schemas else None


@cache
def _custom(key: str) -> dict[str, Any]:
    schema: dict[str, Any] = _read(custom_file(key))
    return schema


@cache
def _files() -> frozenset[str]:
    return frozenset(path.name for path in DATA.iterdir())


def _read(name: str) -> Any:
    # zlib itself: the gzip module would be one more import for the same bytes.
    return orjson.loads(zlib.decompress((DATA / name).read_bytes(), _GZIP))
