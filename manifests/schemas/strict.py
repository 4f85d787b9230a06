"""OpenAPI schemas to strict JSON Schemas: a field that is not listed is a fault. Pure."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

# Kept as they are. Not among them: descriptions, defaults, formats (which validators read differently), and
# x-kubernetes-validations, which are CEL and belong to the API server.
_KEPT = frozenset(
    {
        *("$ref", "enum", "pattern", "required", "uniqueItems", "multipleOf"),
        *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minimum", "maximum"),
    }
)
_MANY = ("allOf", "anyOf", "oneOf")


def strict_kubernetes(definition: Mapping[str, Any]) -> Schema:
    """One definition of Kubernetes' own strict schemas, without what does not decide.

    A value that may be a number or text is written there as `oneOf` of two types; as one list of types it gives
    a better message and the same verdict.
    """
    return _walk(definition, structural=False)


def strict_custom(definition: Mapping[str, Any]) -> Schema:
    """A custom resource's `openAPIV3Schema` as a strict JSON Schema.

    https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ : the API server
    prunes fields that are not specified, unless x-kubernetes-preserve-unknown-fields; it applies defaults before it
    asks for required fields; `allOf`, `anyOf`, `oneOf` and `not` constrain values and specify no fields.
    """
    return _walk(definition, structural=True)


def _walk(node: Mapping[str, Any], *, structural: bool) -> Schema:
    schema: Schema = {key: value for key, value in node.items() if key in _KEPT}
    _set_type(schema, node)
    _set_bounds(schema, node)
    for key in _MANY:
        if key in node and key not in schema and not _is_type_choice(node, key):
            schema[key] = [_walk(branch, structural=False) for branch in node[key]]
    if "not" in node:
        schema["not"] = _walk(node["not"], structural=False)
    if "items" in node:
        schema["items"] = _walk(node["items"], structural=structural)
    _set_fields(schema, node, structural)
    return schema


def _set_type(schema: Schema, node: Mapping[str, Any]) -> None:
    types = node.get("type", [])
    types = [types] if isinstance(types, str) else list(types)
    if node.get("x-kubernetes-int-or-string"):
        types = ["integer", "string"]
    for key in _MANY:
        if _is_type_choice(node, key):
            types = sorted({kind for branch in node[key] for kind in _types(branch)})
    if node.get("nullable") and types:
        types = sorted({*types, "null"})
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    if types:
        schema["type"] = types[0] if len(types) == 1 else types


def _set_bounds(schema: Schema, node: Mapping[str, Any]) -> None:
    """OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`; JSON Schema 2020-12 gives the number itself."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if node.get(exclusive) is True:
            schema[exclusive] = schema.pop(bound)


def _set_fields(schema: Schema, node: Mapping[str, Any], structural: bool) -> None:
    fields: Mapping[str, Any] = node.get("properties", {})
    if fields:
        schema["properties"] = {name: _walk(field, structural=structural) for name, field in fields.items()}
    if structural and "required" in schema:
        required = [name for name in schema["required"] if "default" not in fields.get(name, {})]
        schema["required"] = required
        if not required:
            del schema["required"]
    if node.get("x-kubernetes-embedded-resource") and fields:
        implied = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}
        schema["properties"] = implied | schema["properties"]
    if "additionalProperties" in node:
        rest = node["additionalProperties"]
        schema["additionalProperties"] = rest if isinstance(rest, bool) else _walk(rest, structural=structural)
    elif structural and fields and not node.get("x-kubernetes-preserve-unknown-fields"):
        schema["additionalProperties"] = False


def _types(branch: Mapping[str, Any]) -> list[str]:
    types = branch["type"]
    return [types] if isinstance(types, str) else list(types)


def _is_type_choice(node: Mapping[str, Any], key: str) -> bool:
    return key in node and key != "allOf" and all(set(branch) == {"type"} for branch in node[key])
