"""Objects against strict schemas, in process."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import jsonschema_rs

from manifests.pointer import join
from manifests.schemas.bundle import schemas_for
from manifests.schemas.fault import SchemaFault, no_schema
from manifests.schemas.words import faults_in_words

Kinds = Iterable[tuple[str, str]]
"""Each as (apiVersion, kind)."""


def validate(objects: Sequence[Mapping[str, Any]], version: str, beside: Kinds = ()) -> list[SchemaFault]:
    """Every fault of every object, by index and pointer, judged as Kubernetes `version` (such as "1.35") reads them.

    An object whose kind has no schema is a fault of its own, never passed over. Raises UserError for a version
    that is not in the bundle. `beside` are kinds that other calls judge: one validator is compiled for them all.
    """
    keys = [f"{body.get('apiVersion')}/{body.get('kind')}" for body in objects]
    validator, known, schema = _validator(version, tuple(sorted({*keys, *_keys(beside)})))
    indexes: dict[str, list[int]] = {}
    faults: list[SchemaFault] = []
    for index, key in enumerate(keys):
        if key in known:
            indexes.setdefault(key, []).append(index)
        else:
            faults.append(no_schema(index, objects[index], version))
    # All objects of a kind in one call, and all kinds in one validator: the definitions they share (a pod above all)
    # are compiled once.
    instance = {key: [objects[index] for index in found] for key, found in indexes.items()}
    if not validator.is_valid(instance):
        for error in validator.iter_errors(instance):
            key, place, *path = error.instance_path
            index = indexes[str(key)][int(place)]
            faults.extend(
                SchemaFault(index, join(*path, *more), message) for more, message in faults_in_words(error, schema)
            )
    return sorted(set(faults))


def prepare(kinds: Kinds, version: str) -> None:
    """Compile the schemas of these (apiVersion, kind) ahead, while a build is awaited, for a `validate` of the same."""
    _validator(version, tuple(sorted(set(_keys(kinds)))))


def _keys(kinds: Kinds) -> Iterator[str]:
    return (f"{api_version}/{kind}" for api_version, kind in kinds)


@lru_cache(maxsize=8)
def _validator(version: str, kinds: tuple[str, ...]) -> tuple[Any, frozenset[str], dict[str, Any]]:
    schemas, definitions = schemas_for(version, kinds)
    schema: dict[str, Any] = {
        "properties": {key: {"items": found} for key, found in schemas.items()},
        "$defs": definitions,
    }
    # The linear engine: the patterns are Go's, which knows no other.
    options = jsonschema_rs.RegexOptions()
    return jsonschema_rs.Draft202012Validator(schema, pattern_options=options), frozenset(schemas), schema
