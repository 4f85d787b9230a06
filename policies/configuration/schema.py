"""The JSON Schema of policies.yaml, for editors. Made from what the reader itself goes by."""

from collections.abc import Sequence
from typing import Any

from policies.configuration.facts import FACTS
from policies.configuration.read import PROFILES
from policies.configuration.rule_settings import SEVERITIES
from policies.rule import Kind, Parameter, Rule

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_QUANTITY: Schema = {"type": ["string", "number"]}


def policies_schema(rules: Sequence[Rule]) -> Schema:
    """The schema of a policies.yaml that may set these rules (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "policies.yaml",
        "description": "Which rules judge this repository, how strictly, and what is waived.",
        **_mapping(
            {
                "profile": {
                    "description": "The set of rules; essential where there is no policies.yaml.",
                    "enum": list(PROFILES),
                },
                "kubernetes": _version(),
                "rules": {"$ref": "#/$defs/rules"},
                "facts": {"$ref": "#/$defs/facts"},
                "environments": {
                    "description": "What differs by environment.",
                    "type": "object",
                    "additionalProperties": {"$ref": "#/$defs/environment"},
                },
                "waivers": {
                    "description": "Written, owned and expiring permissions to break one rule in one place.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/waiver"},
                },
                "baseline": {"description": "The file with findings that do not count.", **_TEXT},
            }
        ),
        "$defs": {
            "rules": _mapping({rule.id: _rule(rule) for rule in rules}),
            "facts": _mapping({name: _fact(name) for name in FACTS}),
            "environment": _mapping(
                {
                    "paths": {
                        "description": "Globs of its paths; without them, the path segment that equals its name.",
                        **_TEXTS,
                    },
                    "kubernetes": _version(),
                    "rules": {"$ref": "#/$defs/rules"},
                    "facts": {"$ref": "#/$defs/facts"},
                }
            ),
            "waiver": _waiver(),
        },
    }


def _mapping(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _version() -> Schema:
    return {
        "description": 'The Kubernetes version to judge by, quoted: "1.35".',
        "type": "string",
        "pattern": r"^1\.\d+$",
    }


def _waiver() -> Schema:
    texts: dict[str, Schema] = {name: _TEXT for name in ("rule", "container", "reason", "owner")}
    place = {"description": "Kind/name or Kind/namespace/name.", "type": "string", "pattern": "^[^/]+(/[^/]+){1,2}$"}
    expires = {"description": "The last day it holds, in UTC.", "type": "string", "format": "date"}
    pointer = {"description": "A JSON pointer; what lies below it is waived too.", "type": "string", "pattern": "^/"}
    file = {"description": "The path of a file from the root, in place of object: findings on that file.", **_TEXT}
    properties: dict[str, Schema] = {
        **texts,
        "object": place,
        "file": file,
        "field": pointer,
        "environments": _TEXTS,
        "expires": expires,
    }
    one = [{"required": ["object"]}, {"required": ["file"]}]
    return {**_mapping(properties), "required": ["rule", "reason", "owner", "expires"], "oneOf": one}


def _rule(rule: Rule) -> Schema:
    properties: dict[str, Schema] = {
        "enabled": {"type": "boolean"},
        "severity": {"description": f"Instead of {rule.severity.value}.", "enum": list(SEVERITIES)},
        **{parameter.name: _parameter(parameter) for parameter in rule.parameters},
    }
    return {"description": rule.demands, **_mapping(properties), "type": ["object", "null"]}


def _parameter(parameter: Parameter) -> Schema:
    schema: Schema = {"description": parameter.description, **_type(parameter)}
    if parameter.default is None:
        schema = {"description": parameter.description, "anyOf": [_type(parameter), {"type": "null"}]}
    else:
        schema["default"] = list(parameter.default) if isinstance(parameter.default, tuple) else parameter.default
    return schema


def _type(parameter: Parameter) -> Schema:
    count = {"type": "integer", "minimum": parameter.least}
    match parameter.kind:
        case Kind.BOOL:
            return {"type": "boolean"}
        case Kind.INTEGER:
            return count
        case Kind.TEXT:
            return _TEXT
        case Kind.TEXTS:
            return _TEXTS
        case Kind.CHOICE:
            return {"enum": list(parameter.choices)}
        case Kind.RANGE:
            return _pair(count)
        case Kind.NUMBER:
            return {"type": "number", "exclusiveMinimum": 0}
        case Kind.QUANTITY:
            return _QUANTITY
        case Kind.QUANTITY_RANGE:
            return _pair({"type": ["string", "number", "null"]})


def _pair(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}


def _fact(name: str) -> Schema:
    accepts, demand = FACTS[name]
    kind = {"type": "boolean"} if accepts(True) else _QUANTITY if accepts("1Gi") else _COUNT
    return {"description": demand, **kind}
