"""`patches:` and its two older forms."""

from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Files, Kustomization, join
from policies.provenance import json_patch
from policies.provenance.embedded import Text, embedded
from policies.provenance.place import merged_place
from policies.provenance.step import Entry, Spot, Step, Strength
from policies.provenance.subject import Subject
from policies.provenance.target import is_target

Set = tuple[Step, Node]
"""A step, and the value that the field has after it."""


def merge_patches(files: Files, kustomization: Kustomization, subject: Subject) -> Iterator[Set]:
    """`patchesStrategicMerge`: files or inline texts."""
    for index, each in enumerate(kustomization.entries("patchesStrategicMerge")):
        if isinstance(each, Scalar):
            text = _file(files, kustomization, each) or _inline(files, kustomization, each)
            entry = Entry(kustomization.file, "patchesStrategicMerge", index)
            yield from _merged(text, entry, subject)


def patches(
    files: Files, kustomization: Kustomization, subject: Subject, body: Node | None, key: str = "patches"
) -> Iterator[Set]:
    """`patches` (or `patchesJson6902`): each is a JSON6902 or a strategic merge patch, in a file or inline."""
    for index, each in enumerate(kustomization.entries(key)):
        text = _text(files, kustomization, each)
        target = each.get("target") if isinstance(each, reader.Mapping) else None
        if text is None or (target is not None and not is_target(target, subject, body)):
            continue
        entry = Entry(kustomization.file, key, index)
        if not json_patch.is_json_patch(text.nodes):
            yield from _merged(text, entry, subject, targeted=target is not None)
        elif target is not None:
            for setting in json_patch.settings(text.nodes, subject):
                place = setting.place
                spot = Spot(text, place.node) if isinstance(place.node, Scalar) and not place.removes else None
                strength = Strength.SETS if setting.sure else Strength.MAYBE
                yield Step(text.location(place.position), strength, "patch", place.removes, spot, entry), place.node


def _merged(text: Text, entry: Entry, subject: Subject, targeted: bool = False) -> Iterator[Set]:
    for node in text.nodes:
        if not targeted and not subject.is_body(node):
            continue
        place = merged_place(node, subject.tokens, subject.elements)
        location = text.location(place.position)
        if place.exact:
            spot = Spot(text, place.node) if isinstance(place.node, Scalar) and not place.removes else None
            yield Step(location, Strength.SETS, "patch", place.removes, spot, entry), place.node
        elif place.node is not node:
            yield Step(location, Strength.MAYBE, "patch", entry=entry), place.node


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
