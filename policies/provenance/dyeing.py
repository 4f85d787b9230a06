"""Give each place that may set a field a value of its own, so that one build shows which of them did."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from manifests.extents import Extent, scalar_extents
from manifests.position import Position
from manifests.reader import read_documents, to_plain
from policies.files import Files
from policies.provenance.step import Entry, Spot

_FIRST_NUMBER = 1_000_000_007
"""A number that nobody writes; what must be a number for kustomize gets one."""
Dyes = Mapping[Spot, str | int]
Change = tuple[Extent, str]


def dyes_for(spots: Iterable[Spot], token: str) -> dict[Spot, str | int]:
    """A value for each place, no two alike."""
    dyes: dict[Spot, str | int] = {}
    for index, spot in enumerate(spots):
        value = spot.node.value
        is_number = isinstance(value, int) and not isinstance(value, bool)
        dyes[spot] = _FIRST_NUMBER + index if is_number else f"dye{token}{index}e"
    return dyes


def dyed_texts(files: Files, dyes: Dyes, *, is_image: Iterable[Spot] = ()) -> dict[str, str]:
    """The files of these places, with the dyes in them. A place that can't be told from its file stays as it is.

    `is_image` are whole images: only their tag is dyed, because other entries look for their name.
    """
    images = set(is_image)
    by_file: dict[str, list[Spot]] = defaultdict(list)
    for spot in dyes:
        by_file[spot.text.file].append(spot)
    texts = {}
    for file, spots in by_file.items():
        text = "\n".join(files.lines(file))
        texts[file] = _replaced(text, _changes(text, spots, dyes, images))
    return texts


def _changes(text: str, spots: Sequence[Spot], dyes: Dyes, images: set[Spot]) -> list[Change]:
    extents = scalar_extents(text)
    starts = _line_starts(text)
    changes: list[Change] = []
    quoted: dict[Position, tuple[str, list[Change]]] = {}
    for spot in spots:
        new = json.dumps(_value(spot, dyes[spot], images))
        if spot.text.outer is None:
            if spot.node.position in extents:
                changes.append((extents[spot.node.position], new))
            continue
        inner = str(spot.text.outer.value)
        extent = scalar_extents(inner).get(spot.node.position)
        if extent is None:
            continue
        if spot.text.exact:
            if "\n" not in inner[extent.start : extent.end]:
                place = spot.text.position(spot.node.position)
                start = starts[place.line - 1] + place.column - 1
                changes.append((Extent(start, start + extent.end - extent.start), new))
        else:
            quoted.setdefault(spot.text.outer.position, (inner, []))[1].append((extent, new))
    for position, (inner, inside) in quoted.items():
        if position in extents:
            changes.append((extents[position], json.dumps(_replaced(inner, inside))))
    return changes


def _value(spot: Spot, dye: str | int, images: set[Spot]) -> str | int:
    if spot in images:
        text = str(spot.node.value)
        head, slash, last = text.partition("@")[0].rpartition("/")
        return f"{head}{slash}{last.partition(':')[0]}:{dye}"
    return f"{spot.prefix}{dye}" if spot.prefix else dye


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _replaced(text: str, changes: Iterable[Change]) -> str:
    for extent, new in sorted(set(changes), key=lambda change: change[0].start, reverse=True):
        text = text[: extent.start] + new + text[extent.end :]
    return text


def without(text: str, entry: Entry) -> str | None:
    """A kustomization without one entry, None where it has no such entry."""
    documents = [to_plain(each.root) for each in read_documents(text, entry.file) if each.root is not None]
    items = documents[0].get(entry.key) if documents and isinstance(documents[0], dict) else None
    if not isinstance(items, list) or entry.index >= len(items):
        return None
    return json.dumps({**documents[0], entry.key: [*items[: entry.index], *items[entry.index + 1 :]]})
