"""The bundle as single files for validators that read a schema by its path."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import orjson

from manifests.schemas.bundle import DATA, schema_for

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def write_for_kubeconform(kinds: Iterable[tuple[str, str]], version: str, cache_folder: Path) -> str:
    """Write the schema of each (apiVersion, kind) that the bundle has, and return kubeconform's `-schema-location`.

    Each file holds all it refers to. The files lie in a folder of `cache_folder` named by the version and a hash of
    the bundle, so those of an earlier run are used again and never those of another bundle.
    """
    folder = cache_folder / f"{version}-{_fingerprint()}"
    folder.mkdir(parents=True, exist_ok=True)
    for api_version, kind in kinds:
        path = folder / f"{api_version.replace('/', '_')}_{kind.lower()}.json"
        if path.exists() or not _is_plain(f"{api_version}{kind}"):
            continue
        schema = schema_for(version, api_version, kind)
        if schema is not None:
            _write_whole(path, orjson.dumps({"$schema": DRAFT, **schema}))
    # For the core group kubeconform's Group is the version ("v1").
    name = "{{ if ne .Group .ResourceAPIVersion }}{{ .Group }}_{{ end }}{{ .ResourceAPIVersion }}_{{ .ResourceKind }}"
    return f"{folder}/{name}.json"


def _is_plain(text: str) -> bool:
    return all(character.isalnum() or character in "./-" for character in text) and ".." not in text


def _write_whole(path: Path, content: bytes) -> None:
    """Another run may read or write the same file: it appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)


@cache
def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(DATA.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
