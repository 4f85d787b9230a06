"""A folder that holds blobs under their paths, and a record of which, so that the next run writes only what changed."""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from manifests.errors import UserError
from manifests.staged.git import LINK, Entry, contents_of
from manifests.staged.selection import LIMIT, is_manifest

_FORMAT = 1
_LINE = tuple[str, str, int, int]  # mode, blob, bytes (or _LEFT_OUT), time of the last change in nanoseconds
_LEFT_OUT = -1


def lay_out(home: Path, top: Path, entries: Sequence[Entry]) -> tuple[Path, tuple[str, ...]]:
    """Make `home`/tree hold exactly these entries of the work tree `top`. Returns the folder, and what was left out.

    The record is removed before the folder changes and written after, so a killed run leaves none, and the next run
    begins anew. A file that somebody changed since (size or time) is written again. Raises UserError.
    """
    tree, record = home / "tree", home / "record.json"
    try:
        before = _read(record, tree)
        wanted = {entry.path: entry for entry in entries}
        kept = {path: line for path, line in before.items() if path in wanted and _is_same(tree, wanted[path], line)}
        if len(kept) != len(wanted) or len(before) != len(wanted):
            record.unlink(missing_ok=True)
            for path in before.keys() - kept.keys():
                _remove(tree, path)
            kept |= _write(tree, top, [entry for entry in entries if entry.path not in kept])
            new = record.with_suffix(".new")
            new.write_text(json.dumps([_FORMAT, str(tree), kept]), encoding="ascii")
            new.replace(record)
        return tree, (*_too_large(kept), *_lead_out(tree, entries))
    except OSError as error:
        raise cannot_lay_out(error, tree) from error


def cannot_lay_out(error: OSError, place: Path) -> UserError:
    """What the system refused, as a sentence."""
    why = f"what is staged cannot be laid out: {error.strerror}"
    return UserError(f"{error.filename or place}: {why}; put that right, or run without --staged")


def _read(record: Path, tree: Path) -> dict[str, _LINE]:
    """What the folder holds. Without a record that can be read, the folder is removed and holds nothing."""
    with suppress(OSError, ValueError, TypeError):
        form, place, lines = json.loads(record.read_bytes())
        if (form, place) == (_FORMAT, str(tree)):
            return {path: (mode, blob, size, time) for path, (mode, blob, size, time) in lines.items()}
    if os.path.lexists(tree):
        shutil.rmtree(tree)
    tree.mkdir(parents=True)
    return {}


def _is_same(tree: Path, entry: Entry, line: _LINE) -> bool:
    mode, blob, size, time = line
    if (mode, blob) != (entry.mode, entry.blob):
        return False
    if size == _LEFT_OUT:
        return True
    try:
        status = os.lstat(f"{tree}/{entry.path}")
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (size, time)


def _write(tree: Path, top: Path, entries: Iterable[Entry]) -> dict[str, _LINE]:
    places: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        _remove(tree, entry.path)
        places[entry.blob].append(entry)
    # A manifest is judged whatever its size; a large file beside one is only ever an accident.
    whole = {blob for blob, each in places.items() if any(is_manifest(entry.path) for entry in each)}
    lines: dict[str, _LINE] = {}
    for blobs, limit in ((whole, 2**62), (places.keys() - whole, LIMIT)):
        for blob, content in contents_of(top, sorted(blobs), limit):
            for entry in places[blob]:
                lines[entry.path] = _put(tree, entry, content)
    return lines


def _put(tree: Path, entry: Entry, content: bytes | None) -> _LINE:
    if content is None:
        return entry.mode, entry.blob, _LEFT_OUT, 0
    place = tree / entry.path
    place.parent.mkdir(parents=True, exist_ok=True)
    if entry.mode == LINK:
        place.symlink_to(os.fsdecode(content))
    else:
        place.write_bytes(content)
    status = place.lstat()
    return entry.mode, entry.blob, status.st_size, status.st_mtime_ns


def _remove(tree: Path, path: str) -> None:
    """The file, and the folders that are empty without it."""
    with suppress(FileNotFoundError, NotADirectoryError):
        (tree / path).unlink()
    for parent in (tree / path).parents:
        if parent == tree:
            return
        try:
            parent.rmdir()
        except OSError:
            return


def _too_large(lines: Mapping[str, _LINE]) -> list[str]:
    large = sorted(path for path, (_, _, size, _) in lines.items() if size == _LEFT_OUT)
    return [f"{path}: larger than {LIMIT // 2**20} MiB, so it is left out" for path in large]


def _lead_out(tree: Path, entries: Iterable[Entry]) -> list[str]:
    """Links that lead to what is not staged are removed: nothing outside of the index may decide."""
    home = os.path.realpath(tree)
    said = []
    for entry in entries:
        place = tree / entry.path
        if entry.mode == LINK and place.is_symlink():
            leads = os.path.realpath(place)
            if leads != home and not leads.startswith(home + os.sep):
                place.unlink()
                said.append(f"{entry.path}: a link that leads out of the repository, so it is left out")
    return said
