"""`configMapGenerator:` and `secretGenerator:` entries of a kustomization."""

import posixpath
from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Kustomization
from policies.finding import Location
from policies.provenance.step import Step, Strength
from policies.provenance.subject import Subject, text_at

_FIELDS = {"ConfigMap": "configMapGenerator", "Secret": "secretGenerator"}
_DATA = ("data", "stringData", "binaryData")


def generator_steps(kustomization: Kustomization, subject: Subject) -> Iterator[Step]:
    """Where a generator makes the object, and where it sets the key that the field names."""
    for entry in kustomization.entries(_FIELDS.get(subject.kind, "")):
        if text_at(entry, "name") not in subject.names or not isinstance(entry, reader.Mapping):
            continue
        yield _step(kustomization, entry, Strength.NEAR)
        if len(subject.tokens) >= 2 and subject.tokens[0] in _DATA:
            yield from (_step(kustomization, node, Strength.SETS) for node in _sources(entry, subject.tokens[1]))


def _sources(entry: reader.Mapping, key: str) -> Iterator[Node]:
    for name in ("literals", "files"):
        items = entry.get(name)
        for item in items.items if isinstance(items, reader.Sequence) else ():
            if isinstance(item, Scalar) and isinstance(item.value, str):
                left, equals, _ = item.value.partition("=")
                if (left if equals else posixpath.basename(left)) == key:
                    yield item


def _step(kustomization: Kustomization, node: Node, strength: Strength) -> Step:
    return Step(Location(kustomization.file, node.position.line, node.position.column), strength)
