"""What hand-written extras do: every entry must change something (law 4), and what it changes is listed (law 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generators.prove.equality import ABSENT, Difference, differences, shown
from generators.prove.fault import Fault
from generators.tree.intent import Folder
from manifests import pointer
from manifests.identity import identity_of
from manifests.reader import Document, read_documents, to_plain
from manifests.reader import Mapping as Node
from manifests.reader import Sequence as Items
from manifests.writer import to_yaml

Body = Mapping[str, Any]

# The fields of a kustomization whose entries kustomize drops in silence where they match nothing.
_SILENT = ("patches", "images", "replicas", "replacements", "patchesJson6902", "patchesStrategicMerge")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an extras kustomization, and the text of that file without it."""

    file: str
    line: int
    column: int
    field: str
    text_without: str


def entries(file: str, text: str) -> Iterator[Entry]:
    """The entries that could match nothing, each with the file as it would be without it."""
    for document in read_documents(text, file):
        yield from _document_entries(file, document)


def _document_entries(file: str, document: Document) -> Iterator[Entry]:
    if not isinstance(document.root, Node):
        return
    plain = to_plain(document.root)
    for field in _SILENT:
        items = document.root.get(field)
        if not isinstance(items, Items):
            continue
        for index, item in enumerate(items.items):
            remaining = [*plain[field][:index], *plain[field][index + 1 :]]
            without = {key: value for key, value in plain.items() if key != field} | (
                {field: remaining} if remaining else {}
            )
            # kustomize refuses a kustomization that says nothing at all; a name changes no object.
            without = {"metadata": {"name": "without-one-entry"}} | without
            place = item.position
            yield Entry(file, place.line, place.column, pointer.join(field, index), to_yaml(without))


def without_effect(entry: Entry) -> Fault:
    """The fault of an entry whose absence changes nothing."""
    place = f"{entry.file}:{entry.line}:{entry.column}"
    return Fault(
        place, f"{entry.field} matches nothing: the build is the same without it; correct its target or remove it"
    )


def changes(folder: Folder, bare: Sequence[Body], full: Sequence[Body]) -> Iterator[str]:
    """One line for each field that the extras of a folder change: what it was, what it is."""
    before = {identity_of(body): body for body in bare}
    after = {identity_of(body): body for body in full}
    for identity in sorted({*before, *after}):
        if identity not in after:
            yield f"{folder.directory}: {identity.short}: removed"
        elif identity not in before:
            yield f"{folder.directory}: {identity.short}: added"
        else:
            for field, old, new in _named_differences(before[identity], after[identity]):
                told = "added" if old is ABSENT else "removed" if new is ABSENT else f"{shown(old)} -> {shown(new)}"
                value = f" {shown(new)}" if old is ABSENT else ""
                yield f"{folder.directory}: {identity.short}: {field}: {told}{value}"


def _named_differences(old: Any, new: Any, field: str = "") -> Iterator[Difference]:
    """As `differences`, but a list whose elements have names is compared by name: a sidecar is one that was added."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            yield from _named_differences(old.get(key, ABSENT), new.get(key, ABSENT), pointer.child(field, key))
        return
    before, after = _by_name(old), _by_name(new)
    if before is None or after is None:
        yield from differences(old, new, field)
        return
    for name in {**before, **after}:
        yield from _named_differences(before.get(name, ABSENT), after.get(name, ABSENT), pointer.child(field, name))


def _by_name(value: Any) -> dict[str, Any] | None:
    """The elements of a list by their `name`; None where it is no list, or the names do not tell them apart."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        return None
    named = {item["name"]: item for item in value if isinstance(item.get("name"), str)}
    return named if len(named) == len(value) else None
