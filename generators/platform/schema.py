"""The JSON Schemas of platform.yaml and of what it includes, for editors, from the definitions that read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from generators.platform import environment, include, overrides, top
from generators.platform.component_type import ComponentType
from generators.platform.keys.catalogue import COMPONENT_KEYS, keys_of
from generators.platform.keys.external import EXTERNAL
from generators.platform.overrides import EachOnly, Only, Way
from generators.platform.record import key_schema, record_schema
from generators.platform.whole import INCLUDED_REQUIRED

_NAMED: Final = top.COMPONENTS.shape.schema


def platform_schema(types: Sequence[ComponentType]) -> dict[str, Any]:
    """The schema (draft 2020-12). Which keys a component has depends on its type, so an editor offers only those.

    It holds what stands in one place; what must hold between places, only the reader knows.
    """
    ordered = sorted(types, key=lambda each: each.name)
    schema = dict(record_schema(top.KEYS, top.REQUIRED))
    schema["properties"] = dict(schema["properties"]) | {
        top.COMPONENTS.name: {
            **key_schema(top.COMPONENTS),
            "additionalProperties": {"$ref": "#/$defs/component"},
        },
        top.ENVIRONMENTS.name: {
            **key_schema(top.ENVIRONMENTS),
            "additionalProperties": {"$ref": "#/$defs/environment"},
        },
    }
    definitions: dict[str, Any] = {f"key-{key.name}": key_schema(key) for key in COMPONENT_KEYS}
    definitions["component"] = _component(ordered)
    definitions |= {f"type-{each.name}": _of_type(each) for each in ordered}
    definitions["environment"] = _environment()
    definitions["differences"] = _differences()
    definitions["included"] = _included()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "platform.yaml",
        "description": "A platform, from which the repository that Flux watches follows.",
        **schema,
        "$defs": definitions,
    }


def included_schema(platform_file: str) -> dict[str, Any]:
    """The schema of an included file: a part of the platform's own, in `platform_file` beside it.

    A file of its own, because editors do not follow a pointer behind `#` in the line that names a schema
    (redhat-developer/yaml-language-server, issue 988).
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a file that platform.yaml includes",
        "$ref": f"{platform_file}#/$defs/included",
    }


def _included() -> dict[str, Any]:
    components = {**key_schema(top.COMPONENTS), "additionalProperties": {"$ref": "#/$defs/component"}}
    differing = {
        "type": "object",
        "properties": {environment.COMPONENTS.name: {"$ref": "#/$defs/differences"}},
        "additionalProperties": False,
    }
    environments = {**key_schema(include.ENVIRONMENTS), "additionalProperties": differing}
    return {
        "type": "object",
        "description": "Components of one team, and what differs in environments of them.",
        "properties": {top.COMPONENTS.name: components, top.ENVIRONMENTS.name: environments},
        "required": [*INCLUDED_REQUIRED],
        "additionalProperties": False,
    }


def _component(types: Sequence[ComponentType]) -> dict[str, Any]:
    choice = {
        "description": "\n".join(["What sort of part it is.", *(f"{each.name}: {each.purpose}" for each in types)]),
        "enum": [each.name for each in types],
    }
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": choice},
        "allOf": [
            {
                "if": {"properties": {"type": {"const": each.name}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/type-{each.name}"},
            }
            for each in types
        ],
    }


def _of_type(component_type: ComponentType) -> dict[str, Any]:
    properties = {
        key.name: {"$ref": f"#/$defs/key-{key.name}"} if key in COMPONENT_KEYS else key_schema(key)
        for key in keys_of(component_type)
    }
    return {
        "type": "object",
        "description": component_type.purpose,
        "properties": {"type": {"const": component_type.name}, **properties},
        "required": sorted({"type", *component_type.required} - {"port"}),
        "additionalProperties": False,
        **_a_port(component_type),
    }


def _a_port(component_type: ComponentType) -> dict[str, Any]:
    """`port` or `ports`, where the type assumes none."""
    if "port" not in component_type.required:
        return {}
    return {"anyOf": [{"required": ["port"]}, {"required": ["ports"]}]}


def _environment() -> dict[str, Any]:
    schema = dict(record_schema(environment.KEYS))
    schema["properties"] = dict(schema["properties"]) | {
        environment.COMPONENTS.name: {"$ref": "#/$defs/differences"},
    }
    return schema


def _differences() -> dict[str, Any]:
    override = {
        "type": "object",
        "properties": {name: _override(name, way) for name, way in overrides.OVERRIDES.items()},
        "additionalProperties": False,
    }
    return {
        **key_schema(environment.COMPONENTS),
        "propertyNames": _NAMED["propertyNames"],
        "additionalProperties": override,
    }


def _override(name: str, way: Way) -> Mapping[str, Any]:
    if name == overrides.ENABLED:
        return {"type": "boolean", "description": "false: the component is not in this environment."}
    if name == overrides.EXTERNAL:
        return key_schema(EXTERNAL)
    key = next(each for each in COMPONENT_KEYS if each.name == name)
    schema = key.shape.schema
    if isinstance(way, Only):
        return _narrowed(schema, way.keys)
    if isinstance(way, EachOnly):
        return {**schema, "items": _narrowed(schema["items"], way.keys)}
    if isinstance(way, overrides.Merge) and way.null_removes:
        return {**schema, "additionalProperties": {"type": ["string", "null"]}}
    return schema


def _narrowed(schema: Mapping[str, Any], ways: Mapping[str, Way]) -> dict[str, Any]:
    """The schema of a mapping of which an environment may say only some keys."""
    properties = {name: schema["properties"][name] for name in ways}
    return {"type": "object", "properties": properties, "additionalProperties": False}
