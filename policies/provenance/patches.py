"""`patches:` and its two older forms."""

from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Files, Kustomization, join
from policies.provenance import json_patch
from policies.provenance.embedded import Text, embedded
from policies.provenance.place import Place, place_of
from policies.provenance.subject import Subject
from policies.provenance.target import is_target

Set = tuple[Text, Place]


def merge_patches(files: Files, kustomization: Kustomization, subject: Subject) -> Iterator[Set]:
    """`patchesStrategicMerge`: files or inline texts."""
    for entry in kustomization.entries("patchesStrategicMerge"):
        if isinstance(entry, Scalar):
            text = _file(files, kustomization, entry) or _inline(files, kustomization, entry)
            yield from _merged(text, subject)


def patches(
    files: Files, kustomization: Kustomization, subject: Subject, body: Node | None, key: str = "patches"
) -> Iterator[Set]:
    """`patches` (or `patchesJson6902`): each is a JSON6902 or a strategic merge patch, in a file or inline."""
    for entry in kustomization.entries(key):
        text = _text(files, kustomization, entry)
        target = entry.get("target") if isinstance(entry, reader.Mapping) else None
        if text is None or (target is not None and not is_target(target, subject, body)):
            continue
        if not json_patch.is_json_patch(text.nodes):
            yield from _merged(text, subject, targeted=target is not None)
        elif target is not None:
            yield from ((text, place) for place in json_patch.settings(text.nodes, subject))


def _merged(text: Text, subject: Subject, targeted: bool = False) -> Iterator[Set]:
    for node in text.nodes:
        if targeted or subject.is_body(node):
            place = place_of(node, subject.tokens, subject.elements)
            if place.exact:
                yield text, place


def _text(files: Files, kustomization: Kustomization, entry: Node) -> Text | None:
    if not isinstance(entry, reader.Mapping):
        return None
    path, patch = entry.get("path"), entry.get("patch")
    if isinstance(path, Scalar):
        return _file(files, kustomization, path)
    return _inline(files, kustomization, patch) if isinstance(patch, Scalar) else None


def _file(files: Files, kustomization: Kustomization, path: Scalar) -> Text | None:
    if not isinstance(path.value, str) or "\n" in path.value:
        return None
    file = join(kustomization.directory, path.value)
    nodes = files.nodes(file) if file is not None else ()
    return Text(file, nodes) if file is not None and nodes else None


def _inline(files: Files, kustomization: Kustomization, scalar: Scalar) -> Text:
    return embedded(kustomization.file, files.lines(kustomization.file), scalar)
