"""Entries of `patches` and `images` that match nothing: kustomize drops them without a word.

That an entry matched is mostly plain from what was built. Where it is not, kustomize answers: in a copy the entry is
replaced by one with the same target that leaves a mark (an annotation, an image's name), and the mark is looked for.
Comparing builds with and without the entry would not do: one that sets what is there already changes nothing either.
An entry of a base is tried in the base itself, one of a Component in every folder that includes it.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from manifests import reader
from manifests.kustomize.outcome import Build
from manifests.pointer import join
from manifests.reader import to_plain
from policies.files import Kustomization
from policies.load.building import Builder, Variation

_LITERAL = re.compile(r"[\w.-]*")
_PATCHES = ("patches", "patchesJson6902")


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry: of the kustomization of a folder, in a list, at an index."""

    folder: str
    key: str
    index: int


@dataclass(frozen=True)
class Silent:
    """The entries that could have been silent, and those of them that were."""

    entries: Mapping[Slot, str]
    unmatched: frozenset[Slot]

    def of(self, folder: str) -> list[Slot]:
        """The entries of the kustomization of one folder."""
        return self._by_folder.get(folder, [])

    @cached_property
    def _by_folder(self) -> dict[str, list[Slot]]:
        found: dict[str, list[Slot]] = {}
        for slot in self.entries:
            found.setdefault(slot.folder, []).append(slot)
        return found


def silent_entries(builder: Builder, built: Mapping[str, Build]) -> Silent:
    """The entries of everything that these folders (folder -> its build) build on; what did not build says nothing."""
    entries: dict[Slot, str] = {}
    homes: dict[Slot, set[str]] = {}
    matched: set[Slot] = set()
    for root, build in built.items():
        if build.error is not None:
            continue
        kinds = {(body.get("kind"), _name_of(body)) for body in build.objects}
        renames = _renames(builder, root)
        for folder in builder.reached(root).folders:
            kustomization = builder.files.kustomization(folder)
            if kustomization is None:
                continue
            for slot, plain in _entries(kustomization):
                entries[slot] = shown(slot.key, plain)
                homes.setdefault(slot, set()).add(root if kustomization.is_component else folder)
                if slot not in matched and matches_plainly(slot.key, plain, kinds, build, renames):
                    matched.add(slot)
    # A view of the repository can't hold what lies above its root.
    matched.update(slot for slot in entries if slot.folder.startswith(".."))
    questions = [(slot, home) for slot in entries if slot not in matched for home in sorted(homes[slot])]
    marks = [f"mark-{os.urandom(6).hex()}" for _ in questions]
    variations = [
        Variation(home, {slot.folder: _marked(builder, slot, mark)})
        for (slot, home), mark in zip(questions, marks, strict=True)
    ]
    for (slot, _), mark, text in zip(questions, marks, builder.variations(variations), strict=True):
        if text is None or mark.encode() in text:
            matched.add(slot)
    return Silent(entries, frozenset(entries.keys() - matched))


def _renames(builder: Builder, root: str) -> dict[str, list[str]]:
    """What the images of a name are called after the entries of `images` that give them another."""
    found: dict[str, list[str]] = {}
    for folder in builder.reached(root).folders:
        kustomization = builder.files.kustomization(folder)
        for slot, plain in _entries(kustomization) if kustomization is not None else ():
            if slot.key == "images" and isinstance(plain.get("newName"), str):
                found.setdefault(plain["name"], []).append(plain["newName"])
    return found


def _entries(kustomization: Kustomization) -> Iterator[tuple[Slot, Any]]:
    for key in (*_PATCHES, "images"):
        value = kustomization.node.get(key)
        for index, item in enumerate(value.items if isinstance(value, reader.Sequence) else ()):
            plain = to_plain(item)
            if could_be_silent(key, plain):
                yield Slot(kustomization.directory, key, index), plain


def could_be_silent(key: str, entry: Any) -> bool:
    """Whether kustomize says nothing where this entry matches nothing: a patch without a target is an error then."""
    if not isinstance(entry, Mapping):
        return False
    return isinstance(entry.get("name"), str) if key == "images" else bool(_target(entry))


def shown(key: str, entry: Mapping[str, Any]) -> str:
    """What an entry looks for, for a message."""
    if key == "images":
        return f"image {entry['name']}"
    target = _target(entry)
    named = "/".join(str(target[part]) for part in ("kind", "name") if target.get(part))
    more = [
        f"{part} {target[part]}"
        for part in ("group", "version", "namespace", "labelSelector", "annotationSelector")
        if target.get(part)
    ]
    return " with ".join(part for part in (named, " and ".join(more)) if part)


def matches_plainly(
    key: str,
    entry: Mapping[str, Any],
    kinds: set[tuple[Any, str]],
    build: Build,
    renames: Mapping[str, Sequence[str]] | None = None,
) -> bool:
    """Whether the build itself shows that the entry matched. False where it takes a closer look.

    `renames` are the names that other entries give to an image: one that sets its tag shows in the tag behind them.
    """
    if key == "images":
        tag, digest = entry.get("newTag"), entry.get("digest")
        names = [entry.get("newName") or entry["name"]]
        names += (renames or {}).get(entry["name"], ()) if tag or digest else ()
        text = f"{f':{tag}' if tag else ''}{f'@{digest}' if digest else ''}"
        image = rb"(?:" + b"|".join(re.escape(str(name).encode()) for name in names) + rb")" + re.escape(text.encode())
        end = r"(?![\w.-])" if tag or digest else r"(?=[:@\"'\s])"
        return re.search(rb"(?<![\w./-])" + image + end.encode(), build.text) is not None
    target = _target(entry)
    if set(target) - {"kind", "name", "group", "version"} or not target.get("kind") or not target.get("name"):
        return False
    literal = all(isinstance(value, str) and _LITERAL.fullmatch(value) for value in target.values())
    return literal and (target["kind"], target["name"]) in kinds and _has_version(target, build.objects)


def _has_version(target: Mapping[str, Any], objects: Iterable[Mapping[str, Any]]) -> bool:
    for body in objects:
        group, _, version = str(body.get("apiVersion", "")).rpartition("/")
        named = (body.get("kind"), _name_of(body)) == (target["kind"], target["name"])
        if named and target.get("group", group) == group and target.get("version", version) == version:
            return True
    return False


def mark_of(key: str, entry: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """The entry that looks for the same and leaves a mark."""
    if key == "images":
        return {"name": entry["name"], "newName": mark}
    body = {"apiVersion": "v1", "kind": "Any", "metadata": {"name": "any", "annotations": {"roadstead.dev/mark": mark}}}
    return {"target": dict(_target(entry)), "patch": json.dumps(body)}


def _marked(builder: Builder, slot: Slot, mark: str) -> dict[str, Any]:
    kustomization = builder.files.kustomization(slot.folder)
    plain: dict[str, Any] = dict(to_plain(kustomization.node)) if kustomization is not None else {}
    items: Sequence[Any] = plain[slot.key]
    marked = mark_of(slot.key, items[slot.index], mark)
    rest = [*items[: slot.index], *items[slot.index + 1 :]]
    if slot.key == "images":
        return {**plain, "images": [*items[: slot.index], marked, *items[slot.index + 1 :]]}
    if slot.key == "patches":
        return {**plain, "patches": [*items[: slot.index], marked, *items[slot.index + 1 :]]}
    # The older list takes JSON patches only; both lists end up in one.
    return {**plain, slot.key: rest, "patches": [*(plain.get("patches") or []), marked]}


def _target(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    target = entry.get("target")
    return {key: value for key, value in target.items() if value} if isinstance(target, Mapping) else {}


def _name_of(body: Mapping[str, Any]) -> str:
    metadata = body.get("metadata")
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    return name if isinstance(name, str) else ""


def pointer_of(slot: Slot) -> str:
    return join(slot.key, slot.index)
