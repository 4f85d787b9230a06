"""What lies where sync writes, read without following a link; whatever stands in the way is said at once."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from generators.write.places import ROOT_FILES, goes_when_empty, is_output, is_temporary, may_hold_output
from manifests.errors import UserError

_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Present:
    """The texts of all files in the output folders, foreign ones too, by path; bytes that are no UTF-8 as surrogates.

    `temporary` and `empty` are files and folders that a killed run left.
    """

    texts: dict[str, str]
    temporary: tuple[str, ...]
    empty: tuple[str, ...]


def read_present(root: Path, wanted: Collection[str]) -> Present:
    """Read base/, overlays/, clusters/*/platform/ and platform.schema.json. `wanted`: the paths that sync would write.

    Raises UserError, one line for each thing that stands where a wanted file or one of its folders must be.
    """
    kinds = dict(_walk(root, ()))
    faults = [*_in_the_way(kinds, wanted), *_differing_in_case(kinds, wanted)]
    if faults:
        raise UserError("\n".join(sorted(set(faults))))
    files = [path for path, kind in kinds.items() if kind == "file"]
    texts = {path: _read(root, path) for path in files if is_output(path) and not is_temporary(path.rsplit("/")[-1])}
    parents = {path.rpartition("/")[0] for path in kinds}
    folders = (path for path, kind in kinds.items() if kind == "folder" and path not in parents)
    return Present(
        texts=texts,
        temporary=tuple(path for path in files if is_temporary(path.rsplit("/")[-1])),
        empty=tuple(path for path in folders if goes_when_empty(path)),
    )


def _walk(root: Path, folder: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(path, kind) of everything in folders that may hold output; a folder with a .git of its own is another's."""
    place = "/".join(folder)
    try:
        with os.scandir(f"{root}/{place}") as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
    except OSError as error:
        raise UserError(f"{place or '.'}: cannot be read: {error.strerror}") from error
    if folder and any(entry.name == ".git" for entry in entries):
        return
    # In base/ and below it everything is output: thousands of names need not be asked about one by one.
    everything = is_output(f"{place}/any")
    for entry in entries:
        path = f"{place}/{entry.name}" if folder else entry.name
        inner = (*folder, entry.name)
        if not (everything or may_hold_output(inner) or path in ROOT_FILES or is_temporary(entry.name)):
            continue
        kind = _kind(entry)
        yield path, kind
        if kind == "folder":
            yield from _walk(root, inner)


def _kind(entry: os.DirEntry[str]) -> str:
    # The listing says this by itself, without a call of the system for each entry.
    if entry.is_file(follow_symlinks=False):
        return "file"
    if entry.is_symlink():
        return "symbolic link"
    return "folder" if entry.is_dir(follow_symlinks=False) else "device or socket"


def _read(root: Path, path: str) -> str:
    try:
        # Plain calls: of a tree of 1,000 components 20,000 small files are read, and a stream costs more than its text.
        descriptor = os.open(f"{root}/{path}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            parts = [os.read(descriptor, _AT_ONCE)]
            while parts[-1]:
                parts.append(os.read(descriptor, _AT_ONCE))
        finally:
            os.close(descriptor)
        return b"".join(parts).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error


def _in_the_way(kinds: dict[str, str], wanted: Collection[str]) -> Iterator[str]:
    for path in wanted:
        found = kinds.get(path, "file")
        if found != "file":
            yield f"{path}: a {found} stands where sync writes a file. Move it away, then sync again"
    for folder in _folders(wanted):
        found = kinds.get(folder, "folder")
        if found != "folder":
            yield f"{folder}: a {found} stands where sync needs a folder. Move it away, then sync again"


def _differing_in_case(kinds: dict[str, str], wanted: Collection[str]) -> Iterator[str]:
    """Names that a file system of macOS or Windows holds for one."""
    everything = {*wanted, *_folders(wanted)}
    by_folded = {each.casefold(): each for each in everything}
    if len(by_folded) < len(everything):
        by_folded = {}
        for path in wanted:
            for each in (path, *_parents(path)):
                other = by_folded.setdefault(each.casefold(), each)
                if other != each:
                    yield f"{path}: sync would write {other} too, and the two differ only in case. Rename one"
    for path in kinds:
        other = by_folded.get(path.casefold(), path)
        if other != path:
            yield (
                f"{path}: differs only in case from {other}, which sync writes; where case does not count they are "
                "one file. Move it away, then sync again"
            )


def _folders(paths: Collection[str]) -> set[str]:
    """Every folder on the way to one of these files."""
    nearest = {folder for path in paths if (folder := path.rpartition("/")[0])}
    return {each for folder in nearest for each in (folder, *_parents(folder))}


def _parents(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[:count]) for count in range(1, len(names))]
