"""Every key of platform.yaml has a sentence, and an example that is right."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import jsonschema_rs
import pytest

from generators.platform import cluster, environment, keys, top
from generators.platform.keys.catalogue import COMPONENT_KEYS, OF_ONE_TYPE
from generators.platform.record import key_schema
from generators.platform.said import Map, said
from generators.platform.shape import Key
from manifests.reader import read_documents, to_plain
from tests.generators.platform.types_for_tests import TYPES

MODULES = [
    cluster,
    environment,
    top,
    *(importlib.import_module(f"{keys.__name__}.{each.name}") for each in pkgutil.iter_modules(keys.__path__)),
]
EVERY_KEY = [
    pytest.param(value, id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Key)
]


@pytest.mark.parametrize("key", EVERY_KEY)
def test_a_key_is_described(key: Key[Any]) -> None:
    assert key.description[0].isupper() or key.description.startswith(("true:", "<"))
    assert key.description.endswith(".")
    assert "\n" not in key.description


@pytest.mark.parametrize("key", EVERY_KEY)
def test_an_example_is_right(key: Key[Any]) -> None:
    document = read_documents(key.example, "example")[0]
    assert document.root is not None
    whole = said(document.root)
    assert isinstance(whole, Map)
    assert list(whole.entries) == [key.name]
    outcome = key.parse(whole.entries[key.name])
    assert outcome.faults == ()
    assert outcome.value is not None
    schema = {"properties": {key.name: key_schema(key)}}
    assert jsonschema_rs.is_valid(schema, to_plain(document.root))


def test_no_key_stands_in_the_catalogue_twice() -> None:
    names = [key.name for key in COMPONENT_KEYS]
    assert len(names) == len(set(names))


def test_a_key_that_one_type_means_otherwise_is_a_key_of_all() -> None:
    names = {key.name for key in COMPONENT_KEYS}
    assert {key.name for own in OF_ONE_TYPE.values() for key in own} <= names


def test_the_types_of_the_tests_take_every_key() -> None:
    assert {key.name for key in COMPONENT_KEYS} == {name for each in TYPES for name in each.keys}
