"""The files below `.roadstead/kept/`: few and large, each with a hash over itself, each replaced as a whole.

A file holds a share of the folders. Its first line is a hash over the rest; the second is JSON that says how long each
object's text is; then follow the texts.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from generators.prove.alone import Alone
from generators.prove.built_object import BuiltObject
from generators.tree.generated_file import GeneratedFile
from generators.tree.rendering import Rendering
from generators.write.state_folder import NAME, state_folder
from manifests.errors import UserError
from manifests.identity import Identity

FOLDER = f"{NAME}/kept"
MOST_BYTES = 512 * 2**20
"""What is beyond is not kept: a platform of 1,000 components in three environments takes a tenth."""

_SHARE = 64  # folders a file, about: enough that few files are read, few enough that a change writes little anew
_SUFFIX, _NEW = ".kept", ".new"


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder: its files where they may be taken again, and what was built of them, kept under its key.

    A base has no build of its own, and what rules said of an environment no files.
    """

    key: str
    rendering: Rendering | None
    alone: Alone | None


def read_kept(root: Path, circumstances: str) -> dict[str, Kept]:
    """Folder -> what is kept of it in these circumstances: all that decides beside the texts that keys are made of."""
    found: dict[str, Kept] = {}
    for path in _paths(root):
        with suppress(OSError, ValueError, TypeError, LookupError):
            found |= dict(_read(_bytes(path), circumstances))
    return found


def write_kept(root: Path, circumstances: str, kept: Mapping[str, Kept], changed: Iterable[str]) -> None:
    """Keep these folders, and no others. `changed` are those that differ from what was read, the ones gone included.

    Best effort: without it, the next sync only takes longer.
    """
    shares = 1
    while shares * _SHARE < len(kept):
        shares *= 2
    names = {directory: _name(directory, shares) for directory in {*kept, *changed}}
    stale = {names[directory] for directory in changed}
    by_file: dict[str, dict[str, Kept]] = {}
    for directory, each in sorted(kept.items()):
        by_file.setdefault(names[directory], {})[directory] = each
    with suppress(OSError, UserError):
        folder = state_folder(root) / "kept"
        if folder.is_symlink():
            return
        folder.mkdir(exist_ok=True)
        there = {path.name for path in folder.iterdir()}
        room = MOST_BYTES
        for name, theirs in by_file.items():
            path = folder / name
            if name not in there or name in stale:
                _write(path, _text(theirs, circumstances))
            room -= path.stat().st_size
            if room < 0:
                path.unlink()
        for name in there - by_file.keys():
            (folder / name).unlink()


def _name(directory: str, shares: int) -> str:
    return f"{zlib.crc32(directory.encode()) % shares}-of-{shares}{_SUFFIX}"


def _paths(root: Path) -> list[str]:
    folder = f"{root}/{FOLDER}"
    if Path(f"{root}/{NAME}").is_symlink() or Path(folder).is_symlink():
        return []
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.name.endswith(_SUFFIX))
    except OSError:
        return []


def _bytes(path: str) -> bytes:
    # Without O_NONBLOCK, opening a pipe waits for its writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            raise OSError(f"{path} is nothing that was kept")
        return file.read()


def _write(path: Path, text: bytes) -> None:
    new = path.with_suffix(_NEW)
    new.unlink(missing_ok=True)
    new.write_bytes(text)
    new.replace(path)


def _text(kept: Mapping[str, Kept], circumstances: str) -> bytes:
    heads = []
    texts: list[bytes] = []
    for directory, each in kept.items():
        files = [(path, file.pointer, file.text.encode()) for path, file in _files(each)]
        objects = each.alone.objects if each.alone else ()
        said = (each.alone.said if each.alone else None) or b""
        heads.append(
            (
                directory,
                each.key,
                each.rendering.follows_from if each.rendering else None,
                [(path, pointer, len(text)) for path, pointer, text in files],
                each.alone is not None,
                [(o.identity.api_version, o.identity.kind, o.identity.namespace, o.identity.name) for o in objects],
                [len(o.text) for o in objects],
                len(said),
            )
        )
        texts += (*(text for _, _, text in files), *(o.text for o in objects), said)
    rest = orjson.dumps([circumstances, heads]) + b"\n" + b"".join(texts)
    return hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _read(text: bytes, circumstances: str) -> Iterator[tuple[str, Kept]]:
    told, _, rest = text.partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != told:
        return
    head, _, texts = rest.partition(b"\n")
    there, heads = orjson.loads(head)
    if there != circumstances:
        return
    at = 0

    def taken(length: int) -> bytes:
        nonlocal at
        at += length
        return texts[at - length : at]

    for directory, key, follows_from, files, is_built, ids, lengths, said_length in heads:
        found = {path: GeneratedFile(taken(length).decode(), pointer) for path, pointer, length in files}
        rendering = None if follows_from is None else Rendering(follows_from, found)
        objects = tuple(
            BuiltObject(Identity(*identity), taken(length)) for identity, length in zip(ids, lengths, strict=True)
        )
        said = taken(said_length) or None
        yield directory, Kept(key, rendering, Alone(objects, said) if is_built else None)


def _files(kept: Kept) -> Iterable[tuple[str, GeneratedFile]]:
    return kept.rendering.files.items() if kept.rendering else ()
