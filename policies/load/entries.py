"""What rules ask of one kustomization file, with the place of each entry."""

import re
from collections.abc import Iterator

from manifests import reader
from manifests.pointer import join
from manifests.position import Position
from manifests.reader import Node, Scalar
from policies.files import Kustomization, is_remote
from policies.load.reach import references
from policies.sources import GeneratedEntry, Place, Remote, ReplicasEntry

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION = re.compile(r"(?:[\w.-]*[/-])?v?\d+(?:\.\d+)+(?:[-+.][\w.+-]+)?")
_GENERATORS = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}


def place_of(kustomization: Kustomization, position: Position) -> Place:
    return Place(kustomization.file, position.line, position.column)


def remotes_of(kustomization: Kustomization) -> Iterator[Remote]:
    """The addresses of a kustomization. A commit or a version's tag pins one; a branch, or nothing, does not."""
    for each in references(kustomization):
        if is_remote(each.text):
            yield Remote(each.text, _is_pinned(each.text), each.field, place_of(kustomization, each.node.position))


def _is_pinned(address: str) -> bool:
    found = re.search(r"[?&](?:ref|version)=([^&]+)", address)
    if found is not None:
        return bool(_COMMIT.fullmatch(found[1]) or _VERSION.fullmatch(found[1]))
    # A file of a release, or of a commit, has its version in the path.
    return any(
        _COMMIT.fullmatch(part) or _VERSION.fullmatch(part) for part in address.partition("://")[2].split("/")[1:]
    )


def replicas_of(kustomization: Kustomization) -> Iterator[ReplicasEntry]:
    """`replicas` entries."""
    for pointer, item in _items(kustomization.node.get("replicas"), "replicas"):
        name = _text(item, "name")
        if name is not None:
            yield ReplicasEntry(name, pointer, place_of(kustomization, item.position))


def generated_of(kustomization: Kustomization) -> Iterator[GeneratedEntry]:
    """`configMapGenerator` and `secretGenerator` entries."""
    options = kustomization.node.get("generatorOptions")
    for key, kind in _GENERATORS.items():
        for pointer, item in _items(kustomization.node.get(key), key):
            name = _text(item, "name")
            own = item.get("options") if isinstance(item, reader.Mapping) else None
            if name is not None:
                hashed = not (_is_true(options, "disableNameSuffixHash") or _is_true(own, "disableNameSuffixHash"))
                yield GeneratedEntry(kind, name, hashed, pointer, place_of(kustomization, item.position))


def _items(node: Node | None, key: str) -> Iterator[tuple[str, Node]]:
    for index, item in enumerate(node.items if isinstance(node, reader.Sequence) else ()):
        yield join(key, index), item


def _text(node: Node | None, key: str) -> str | None:
    value = node.get(key) if isinstance(node, reader.Mapping) else None
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else None


def _is_true(node: Node | None, key: str) -> bool:
    value = node.get(key) if isinstance(node, reader.Mapping) else None
    return isinstance(value, Scalar) and value.value is True
