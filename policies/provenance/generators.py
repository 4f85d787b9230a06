"""`configMapGenerator:` and `secretGenerator:` entries of a kustomization."""

import posixpath
import re
from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Files, Kustomization, join
from policies.finding import Location
from policies.parts import text_at
from policies.provenance.embedded import Text
from policies.provenance.step import Entry, Spot, Step, Strength
from policies.provenance.subject import Subject

_FIELDS = {"ConfigMap": "configMapGenerator", "Secret": "secretGenerator"}
_DATA = ("data", "stringData", "binaryData")


def generator_steps(files: Files, kustomization: Kustomization, subject: Subject) -> Iterator[Step]:
    """Where a generator makes the object, and where it sets the key that the field names."""
    list_key = _FIELDS.get(subject.kind, "")
    for index, entry in enumerate(kustomization.entries(list_key)):
        if text_at(entry, "name") not in subject.names or not isinstance(entry, reader.Mapping):
            continue
        yield _step(kustomization, entry, Strength.NEAR, Entry(kustomization.file, list_key, index))
        if len(subject.tokens) >= 2 and subject.tokens[0] in _DATA:
            yield from _sources(files, kustomization, entry, subject.tokens[1])


def _sources(files: Files, kustomization: Kustomization, entry: reader.Mapping, key: str) -> Iterator[Step]:
    """In kustomize's own order: literals, files, environment files."""
    for name in ("literals", "files"):
        for item in _texts(entry.get(name)):
            left, equals, _ = str(item.value).partition("=")
            if (left if equals else posixpath.basename(left)) == key:
                spot = Spot(Text(kustomization.file, ()), item, f"{left}=") if name == "literals" else None
                yield _step(kustomization, item, Strength.SETS, spot=spot)
    for item in (*_texts(entry.get("envs")), *_one(entry.get("env"))):
        path = join(kustomization.directory, str(item.value))
        for number, line in enumerate(files.lines(path) if path is not None else (), start=1):
            if path is not None and re.match(rf"\s*{re.escape(key)}\s*=", line):
                column = len(line) - len(line.lstrip()) + 1
                yield Step(Location(path, number, column), Strength.SETS, "generator")


def _texts(node: Node | None) -> Iterator[Scalar]:
    for item in node.items if isinstance(node, reader.Sequence) else ():
        yield from _one(item)


def _one(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        yield node


def _step(
    kustomization: Kustomization,
    node: Node,
    strength: Strength,
    entry: Entry | None = None,
    spot: Spot | None = None,
) -> Step:
    location = Location(kustomization.file, node.position.line, node.position.column)
    return Step(location, strength, "generator", spot=spot, entry=entry)
