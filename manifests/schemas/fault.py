"""What a schema says against an object."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class SchemaFault:
    """One thing that the API server would refuse or silently drop.

    `index` counts the judged objects from 0, `pointer` (RFC 6901) is the faulty field, the missing one included, and
    `message` is one sentence without a full stop. `no_schema` marks an object that could not be judged at all.
    """

    index: int
    pointer: str
    message: str
    no_schema: bool = False


def no_schema(index: int, body: Mapping[str, Any], version: str) -> SchemaFault:
    """The fault of an object that no schema judges, so that it is never taken for a good one."""
    if not isinstance(body.get("apiVersion"), str) or not isinstance(body.get("kind"), str):
        missing = "apiVersion" if not isinstance(body.get("apiVersion"), str) else "kind"
        return SchemaFault(index, f"/{missing}", f"field '{missing}' is missing or not text", no_schema=True)
    message = f"no schema for {body['apiVersion']} {body['kind']} in Kubernetes {version}, so it could not be judged"
    return SchemaFault(index, "/kind", message, no_schema=True)
