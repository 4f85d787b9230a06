"""How an OpenAPI schema becomes a strict one."""

from typing import Any

import pytest

from manifests.schemas.make_custom import schemas_of
from manifests.schemas.strict import strict_custom, strict_kubernetes

OBJECT = {"type": "object", "properties": {"a": {"type": "string"}}}
CLOSED = OBJECT | {"additionalProperties": False}


@pytest.mark.parametrize(
    ("given", "made"),
    [
        pytest.param(OBJECT, CLOSED, id="fields that are listed are all there are"),
        pytest.param({"type": "object"}, {"type": "object"}, id="no fields listed leaves any"),
        pytest.param(
            OBJECT | {"x-kubernetes-preserve-unknown-fields": True}, OBJECT, id="unknown fields are kept where said"
        ),
        pytest.param(
            {"type": "object", "properties": {"b": OBJECT}, "x-kubernetes-preserve-unknown-fields": True},
            {"type": "object", "properties": {"b": CLOSED}},
            id="and only there, not below",
        ),
        pytest.param(
            {"type": "object", "additionalProperties": OBJECT},
            {"type": "object", "additionalProperties": CLOSED},
            id="a mapping of objects",
        ),
        pytest.param({"type": "array", "items": OBJECT}, {"type": "array", "items": CLOSED}, id="a list of objects"),
        pytest.param(
            {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": "^1"},
            {"type": ["integer", "string"], "pattern": "^1"},
            id="an integer or text",
        ),
        pytest.param({"type": "string", "nullable": True}, {"type": ["null", "string"]}, id="text or null"),
        pytest.param(
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": ["null", "string"], "enum": ["a", None]},
            id="null beside an enumeration",
        ),
        pytest.param(
            {"anyOf": [{"properties": {"a": {"enum": [1]}}}, {"required": ["b"]}]},
            {"anyOf": [{"properties": {"a": {"enum": [1]}}}, {"required": ["b"]}]},
            id="conditions list no fields",
        ),
        pytest.param(
            {"type": "object", "required": ["a", "b"], "properties": {"a": {"default": 1}, "b": {}}},
            {"type": "object", "required": ["b"], "properties": {"a": {}, "b": {}}, "additionalProperties": False},
            id="a field with a default may be left out",
        ),
        pytest.param(
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            {"type": "integer", "exclusiveMinimum": 0},
            id="an exclusive bound",
        ),
        pytest.param(
            {"type": "object", "x-kubernetes-embedded-resource": True, "properties": {"spec": {"type": "object"}}},
            {
                "type": "object",
                "properties": {
                    "apiVersion": {"type": "string"},
                    "kind": {"type": "string"},
                    "metadata": {"type": "object"},
                    "spec": {"type": "object"},
                },
                "additionalProperties": False,
            },
            id="an embedded object has its usual fields",
        ),
        pytest.param(
            {"type": "object", "properties": {"description": {"description": "d", "type": "string", "format": "f"}}},
            {"type": "object", "properties": {"description": {"type": "string"}}, "additionalProperties": False},
            id="a field named like a keyword stays",
        ),
    ],
)
def test_a_custom_resources_schema(given: dict[str, Any], made: dict[str, Any]) -> None:
    assert strict_custom(given) == made


def test_a_quantity_of_kubernetes_is_one_list_of_types() -> None:
    given = {"oneOf": [{"type": ["string", "null"]}, {"type": ["number", "null"]}]}
    assert strict_kubernetes(given) == {"type": ["null", "number", "string"]}


def test_only_served_versions_are_made_and_their_metadata_is_that_of_kubernetes() -> None:
    versions = [{"name": name, "served": name != "v1", "schema": {"openAPIV3Schema": OBJECT}} for name in ("v1", "v2")]
    definition = {"spec": {"group": "example.com", "names": {"kind": "Thing"}, "versions": versions}}
    [(key, schema)] = schemas_of(definition)
    assert key == "example.com/v2/Thing"
    assert schema["properties"] == {
        "a": {"type": "string"},
        "apiVersion": {"const": "example.com/v2"},
        "kind": {"const": "Thing"},
        "metadata": {"$ref": "#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"},
    }
