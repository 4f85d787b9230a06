"""The JSON Schema that editors complete and check with."""

from __future__ import annotations

from pathlib import Path

import jsonschema_rs
import pytest

from generators.platform.component_type import ComponentType
from generators.platform.overrides import OVERRIDES, allowed
from generators.platform.schema import included_schema, platform_schema
from manifests.reader import read_documents, to_plain
from tests.generators.platform.shop import SHOP
from tests.generators.platform.types_for_tests import TYPES

SHIPPED = (Path(__file__).parents[3] / "platform.yaml").read_text(encoding="utf-8")
SCHEMA = platform_schema(TYPES)


@pytest.mark.parametrize("text", [pytest.param(SHIPPED, id="as shipped"), pytest.param(SHOP, id="of the tests")])
def test_a_platform_that_is_right_is_valid(text: str) -> None:
    document = read_documents(text, "platform.yaml")[0]
    assert [*jsonschema_rs.iter_errors(SCHEMA, to_plain(document.root))] == []


def test_it_is_a_schema_itself() -> None:
    jsonschema_rs.meta.validate(SCHEMA)


def test_it_does_not_depend_on_the_order_of_types() -> None:
    assert platform_schema(tuple(reversed(TYPES))) == SCHEMA


@pytest.mark.parametrize("component_type", TYPES, ids=lambda each: each.name)
def test_an_editor_offers_the_keys_of_the_type_alone(component_type: ComponentType) -> None:
    name, keys = component_type.name, component_type.keys
    definition = SCHEMA["$defs"][f"type-{name}"]
    assert set(definition["properties"]) == {"type", *keys}
    assert definition["additionalProperties"] is False


def test_every_key_is_described() -> None:
    definitions = SCHEMA["$defs"]
    assert all("description" in each for name, each in definitions.items() if name.startswith("key-"))


@pytest.mark.parametrize(
    ("key", "namespace"),
    [("gateway", "gateway-system"), ("monitoring", "monitoring"), ("database_operator", "cnpg-system")],
)
def test_the_example_of_a_namespace_is_that_of_what_lies_there(key: str, namespace: str) -> None:
    shown = platform_schema(TYPES)["properties"]["cluster"]["properties"][key]["properties"]["namespace"]
    assert shown["description"] == f"The namespace it lies in. Example: namespace: {namespace}"


def test_an_environment_is_offered_what_the_table_holds() -> None:
    override = SCHEMA["$defs"]["differences"]["additionalProperties"]
    assert SCHEMA["$defs"]["environment"]["properties"]["components"] == {"$ref": "#/$defs/differences"}
    assert set(override["properties"]) == set(OVERRIDES)
    assert allowed() == (
        "config, enabled, external, instances, max_connections, replicas, resources, routes[].host, scale.between, "
        "schedule, storage"
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("components: {pay: {type: web, resources: {}}}", [], id="components"),
        pytest.param(
            "components: {pay: {type: web, resources: {}}}\nenvironments: {dev: {components: {pay: {replicas: 1}}}}",
            [],
            id="and what differs of them",
        ),
        pytest.param("environments: {dev: {components: {}}}", [""], id="no components"),
        pytest.param("components: {}", ["/components"], id="an empty mapping"),
        pytest.param("components: {pay: {type: web, resources: {}}}\nname: shop", [""], id="a key of platform.yaml"),
        pytest.param(
            "components: {pay: {type: web, resources: {}}}\nenvironments: {dev: {domain: x.example.com}}",
            ["/environments/dev"],
            id="an environment's own key",
        ),
        pytest.param(
            "components: {pay: {type: web, resources: {}}}\nenvironments: {dev: {components: {pay: {port: 1}}}}",
            ["/environments/dev/components/pay"],
            id="what may not differ",
        ),
    ],
)
def test_the_schema_of_included_files_says(text: str, places: list[str]) -> None:
    files = {"platform.schema.json": SCHEMA}
    schema = included_schema("json-schema:///platform.schema.json")
    validator = jsonschema_rs.validator_for(schema, retriever=lambda uri: files[uri.rpartition("/")[2]])
    errors = validator.iter_errors(to_plain(read_documents(text, "components/pay.yaml")[0].root))
    assert ["".join(f"/{token}" for token in error.instance_path) for error in errors] == places
