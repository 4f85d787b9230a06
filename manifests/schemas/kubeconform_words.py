"""kubeconform's JSON results as faults, in the words of the judge in process."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import child, resolve
from manifests.schemas.fault import SchemaFault, no_schema
from manifests.schemas.words import KIND_OF_VALUE, kind_of

_FAULT = re.compile(r"- at '((?:[^'\\]|\\.)*)': (.*?)(?=\s+- at '/|\s+- at '': |$)")
_QUOTED = re.compile(r"'([^']*)'")
_UNKNOWN = re.compile(r"^additional properties (.*) not allowed$")
_MISSING = re.compile(r"^missing propert(?:y|ies) (.*)$")
_TYPE = re.compile(r"^got \w+, want (.*)$")
_PATTERN = re.compile(r"^.* does not match pattern '(.*)'$")
_ONE_OF = re.compile(r"^value must be (?:one of )?(.*)$")


def faults_of(index: int, result: Mapping[str, Any], body: Mapping[str, Any], version: str) -> Iterator[SchemaFault]:
    """The faults in one entry of kubeconform's `resources`, whose object is `body`."""
    status, message = result.get("status"), str(result.get("msg", ""))
    if status == "statusValid":
        return
    if status == "statusInvalid":
        found = list(_invalid(index, message, body))
        yield from found or [SchemaFault(index, "", message)]
    elif message.startswith(("could not find schema", "error while parsing: missing")):
        yield no_schema(index, body, version)
    else:
        yield SchemaFault(index, "", f"kubeconform: {message or status}", no_schema=True)


def _invalid(index: int, message: str, body: Mapping[str, Any]) -> Iterator[SchemaFault]:
    for pointer, said in _FAULT.findall(message):
        said = said.strip()
        if said in ("validation failed", "anyOf failed", "oneOf failed, none matched", "allOf failed"):
            continue
        yield from (SchemaFault(index, *place) for place in _in_words(pointer, said, body))


def _in_words(pointer: str, said: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if unknown := _UNKNOWN.match(said):
        yield from ((child(pointer, name), f"unknown field '{name}'") for name in _QUOTED.findall(unknown[1]))
    elif missing := _MISSING.match(said):
        yield from ((child(pointer, name), f"field '{name}' is missing") for name in _QUOTED.findall(missing[1]))
    elif kinds := _TYPE.match(said):
        wanted = [KIND_OF_VALUE[kind] for kind in kinds[1].split(" or ") if kind in KIND_OF_VALUE]
        yield pointer, f"is {kind_of(resolve(body, pointer))}, must be {' or '.join(wanted)}"
    elif pattern := _PATTERN.match(said):
        yield pointer, f"does not match the pattern {_unquoted(pattern[1])}"
    elif allowed := _ONE_OF.match(said):
        yield pointer, f"must be one of {allowed[1]}"
    else:
        yield pointer, said


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
