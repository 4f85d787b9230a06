"""Hashes over files, for telling whether anything that was read has changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """Over names and texts, in the order given."""
    total = hashlib.sha256()
    for name, text in parts:
        known = name.encode("utf-8", "surrogateescape")
        total.update(b"%d\0%b%d\0%b" % (len(known), known, len(text), text))
    return total.hexdigest()


def digest_of_folder(folder: str) -> str:
    """Over every file below a folder; one that is not there has none. Raises OSError."""
    return digest(_files(folder, ""))


def _files(folder: str, below: str) -> Iterator[tuple[str, bytes]]:
    try:
        with os.scandir(f"{folder}/{below}") as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{path}/")
        elif entry.is_symlink():
            yield path, b"-> " + os.fsencode(os.readlink(entry.path))  # noqa: PTH115
        else:
            with open(entry.path, "rb") as file:  # noqa: PTH123
                yield path, file.read()
