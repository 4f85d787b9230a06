"""What a validator found, in plain words: field, fact, and the way out where it is near."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.nearest import nearest

Path = tuple[str | int, ...]

_IS = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "an integer", float: "a fraction"}
KIND_OF_VALUE = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
}
_LIMITS = {
    "minimum": "is {value}, must be at least {limit}",
    "maximum": "is {value}, must be at most {limit}",
    "exclusiveMinimum": "is {value}, must be more than {limit}",
    "exclusiveMaximum": "is {value}, must be less than {limit}",
    "multipleOf": "is {value}, must be a multiple of {limit}",
    "minLength": "is shorter than {limit} characters",
    "maxLength": "is longer than {limit} characters",
    "minItems": "has fewer than {limit} items",
    "maxItems": "has more than {limit} items",
    "minProperties": "has fewer than {limit} fields",
    "maxProperties": "has more than {limit} fields",
}
_SHOWN = 12


def faults_in_words(error: Any, schema: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """For one error of jsonschema-rs: how much further down than its path the field is, and the sentence.

    `schema` is the whole schema, to find the fields that are known where an unknown one stands. Values are shown
    only where a schema lists the allowed ones or gives a bound, so that no secret reaches a report.
    """
    keyword = error.kind.name
    if keyword == "additionalProperties":
        known = sorted(_parent_schema(error, schema).get("properties", {}))
        for field in error.kind.unexpected:
            yield (field,), _unknown(field, known)
    elif keyword == "required":
        yield (error.kind.property,), f"field '{error.kind.property}' is missing"
    elif keyword in ("anyOf", "oneOf"):
        yield (), _choice(error)
    else:
        yield (), _plain(keyword, error)


def _plain(keyword: str, error: Any) -> str:
    if keyword == "type":
        wanted = [KIND_OF_VALUE[kind] for kind in error.kind.types if kind in KIND_OF_VALUE]
        return f"is {kind_of(error.instance)}, must be {' or '.join(wanted)}"
    if keyword == "enum":
        return f"is {error.instance!r}, must be one of {_listed([option for option in error.kind.options if option])}"
    if keyword == "const":
        return f"is {error.instance!r}, must be {error.kind.expected_value!r}"
    if keyword == "pattern":
        return f"does not match the pattern {error.kind.pattern}"
    if keyword in _LIMITS:
        limit = error.kind.as_dict().get("limit", error.kind.value)
        return _LIMITS[keyword].format(value=error.instance if _is_number(error.instance) else "", limit=limit)
    if keyword == "uniqueItems":
        return "holds one item twice"
    if keyword == "not":
        return "has a combination of fields that is not allowed"
    return f"is not allowed here ({keyword})"


def _choice(error: Any) -> str:
    """`anyOf` and `oneOf` in custom resources mostly say which of several fields must be there."""
    branches = error.kind.context
    missing = [fault.kind.property for branch in branches for fault in branch if fault.kind.name == "required"]
    if missing and len(missing) == sum(len(branch) for branch in branches):
        return f"must have one of {_listed(list(dict.fromkeys(missing)))}"
    if error.kind.name == "oneOf" and "Multiple" in type(error.kind).__name__:
        return "has fields of several forms, only one is allowed"
    return "has none of the forms that are allowed here"


def _unknown(field: str, known: list[str]) -> str:
    near = nearest(field, known)
    if near is not None:
        return f"unknown field '{field}'; write `{near}`"
    if len(known) <= _SHOWN:
        return f"unknown field '{field}'; known here: {', '.join(known)}"
    return f"unknown field '{field}'"


def _parent_schema(error: Any, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that holds the keyword which failed, found along the error's path through references."""
    node: Any = schema
    for step in error.evaluation_path[:-1]:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]] if step == "$ref" else node[step]
    return node if isinstance(node, Mapping) else {}


def kind_of(value: Any) -> str:
    """What a value is, in the words of KIND_OF_VALUE; "empty" for null."""
    return "empty" if value is None else _IS.get(type(value), "something else")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _listed(options: list[Any]) -> str:
    shown = ", ".join(repr(option) for option in options[:_SHOWN])
    return f"{shown}, ..." if len(options) > _SHOWN else shown
