"""The ConfigMaps that kustomize's generators make: their literals, and the names with the hash of their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from generators.platform.values import Setting
from generators.types.misfit import Misfit

_GO_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_SAFE_LETTERS = str.maketrans({"0": "g", "1": "h", "3": "k", "a": "m", "e": "t"})


def literal(setting: Setting) -> str:
    """One `literals:` entry. Raises Misfit for a value whose ends kustomize would strip of quotation marks."""
    value = setting.value.value
    if value.strip("\"'") != value:
        raise Misfit(
            setting.value.source,
            "the value begins or ends with a quotation mark, which kustomize takes away; put a space or a line end "
            "around it, or leave the marks out",
        )
    return f"{setting.name}={value}"


def hashed_name(name: str, data: Mapping[str, str]) -> str:
    """The name that kustomize gives to a generated ConfigMap.

    Source: kustomize api/hasher (`encodeConfigMap`, `encode`): SHA-256 of Go's JSON of {data, kind, name}, the first
    ten hexadecimal digits, five of them replaced so that no word appears. The name in it is always empty: kustomize
    5.8.1 looks for a key called "metadata/name".
    """
    text = json.dumps(
        {"data": dict(data) if data else "", "kind": "ConfigMap", "name": ""},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    for character, escape in _GO_ESCAPES.items():
        text = text.replace(character, escape)
    digest = hashlib.sha256(text.encode()).hexdigest()[:10].translate(_SAFE_LETTERS)
    return f"{name}-{digest}"
