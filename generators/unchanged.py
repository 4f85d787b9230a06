"""Nothing to do, decided from hashes alone: the same inputs, outputs, tools and day as when the tree was last proven.

Only what Python loads anyway and a few small modules of its library are imported here: this runs before every sync.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generators.input_files import INPUT_FILES, INPUT_FOLDERS

RECORD = ".roadstead/proven.json"
_OUTPUT_FILES = ("platform.schema.json", "components.schema.json")
_OUTPUT_FOLDERS = ("base", "overlays")
_PACKAGES = ("generators", "manifests", "policies")


@dataclass(frozen=True, slots=True)
class Answer:
    """What sync said when it proved the tree: lines for stdout, and warnings for stderr."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...]


def inputs_of(root: Path) -> str | None:
    """A hash over all that sync reads but its own output; None where a link or an unreadable file is among it."""
    return _hash(root, INPUT_FILES, INPUT_FOLDERS)


def answer_before(root: Path, recorded: Path | None = None) -> Answer | None:
    """What sync said when everything was as it is now; None where anything differs, or there is no record.

    `recorded` is the repository that holds the record, where it is another copy of the same one.
    """
    try:
        record = json.loads(_bytes(f"{recorded or root}/{RECORD}"))
        tools = [_tool(path) for path, *_ in record["tools"]]
        if record["around"] != _around() or record["tools"] != tools:
            return None
        if record["inputs"] != inputs_of(root) or record["outputs"] != _outputs_of(root):
            return None
        return Answer(tuple(record["lines"]), tuple(record["warnings"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def remember(root: Path, inputs: str | None, outputs: Mapping[str, str], tools: Iterable[str], answer: Answer) -> None:
    """Keep the answer of a sync that wrote or found the tree as it should be.

    `inputs` was taken before anything was read, `outputs` are the texts that must now stand in the output folders, by
    path: what a person changes meanwhile is in neither, so the next run looks again. Without `inputs`, nothing is kept.
    """
    record = {
        "around": _around(),
        "tools": [_tool(path) for path in tools],
        "inputs": inputs,
        "outputs": _hash_of((path, text.encode("utf-8", "surrogateescape")) for path, text in outputs.items()),
        "lines": answer.lines,
        "warnings": answer.warnings,
    }
    target = root / RECORD
    if inputs is None:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        return
    new = target.with_suffix(".new")
    with suppress(OSError):  # without a record, the next run only takes longer
        new.write_text(json.dumps(record), encoding="utf-8")
        new.replace(target)


def _outputs_of(root: Path) -> str | None:
    try:
        with os.scandir(root / "clusters") as entries:
            clusters = [f"clusters/{entry.name}/platform" for entry in entries]
    except FileNotFoundError:
        clusters = []
    return _hash(root, _OUTPUT_FILES, (*_OUTPUT_FOLDERS, *clusters))


def _around() -> list[object]:
    """What decides beside the repository: the day (waivers expire), Python, where programs lie, and this program."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    places = [os.path.dirname(sys.executable), *os.environ.get("PATH", "").split(os.pathsep)]  # noqa: PTH120
    return [day, sys.version, sys.executable, [_place(folder) for folder in places], list(_program())]


def _place(folder: str) -> list[object]:
    """A folder in which programs are looked for; its time changes when one comes or goes."""
    try:
        return [folder, os.stat(folder).st_mtime_ns]  # noqa: PTH116
    except OSError:
        return [folder, 0]


def _program() -> Iterator[list[object]]:
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    for package in _PACKAGES:
        for path, entry in _files(home, package):
            if not path.endswith(".pyc"):
                status = entry.stat()
                yield [path, status.st_size, status.st_mtime_ns]


def _tool(path: str) -> list[object]:
    status = os.stat(path)  # noqa: PTH116
    return [path, status.st_size, status.st_mtime_ns]


def _hash(root: Path, files: Iterable[str], folders: Iterable[str]) -> str | None:
    home = str(root)
    try:
        if any(os.path.realpath(f"{home}/{folder}") != f"{os.path.realpath(home)}/{folder}" for folder in folders):
            return None  # a link on the way: the files behind it are not the repository's
        paths = [file for file in files if os.path.lexists(f"{home}/{file}")]
        for folder in folders:
            if os.path.lexists(f"{home}/{folder}"):
                paths += [path for path, _ in _files(home, folder)]
        return _hash_of((path, _bytes(f"{home}/{path}")) for path in paths)
    except OSError:
        return None


def _bytes(path: str) -> bytes:
    # Without O_NONBLOCK, opening a pipe waits for its writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is no regular file")
        return file.read()


def _files(home: str, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder, by its path from `home`. Raises OSError for a link: where it leads is not watched."""
    with os.scandir(f"{home}/{folder}") as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_symlink():
                raise OSError(f"{path} is a link")
            if entry.is_dir(follow_symlinks=False):
                yield from _files(home, path)
            else:
                yield path, entry


def _hash_of(texts: Iterable[tuple[str, bytes]]) -> str:
    """Over paths and contents, in the order of the paths."""
    total = hashlib.sha256()
    for path, text in sorted(texts):
        for part in (path.encode("utf-8", "surrogateescape"), text):
            total.update(b"%d\0" % len(part))
            total.update(part)
    return total.hexdigest()
