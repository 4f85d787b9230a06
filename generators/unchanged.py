"""Nothing to do, decided from hashes alone: the same inputs, outputs, tools and day as when the tree was last proven.

This runs before every sync, so it imports only what Python has loaded when it starts and two small modules written in
C: dataclasses, hashlib, json, pathlib and typing would each add a tenth or more to the start of Python.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from generators.input_files import INPUT_FILES, INPUT_FOLDERS

try:
    from _blake2 import blake2b  # hashlib's own, without loading OpenSSL
except ImportError:  # a Python that is built otherwise
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing's own name would import typing
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

RECORD = ".roadstead/proven"
_OUTPUT_FILES = ("platform.schema.json", "components.schema.json")
_OUTPUT_FOLDERS = ("base", "overlays")
_AT_ONCE = 1 << 16
_PACKAGES = ("generators", "manifests", "policies")


class Answer:
    """What sync said when it proved the tree: lines for stdout, and warnings for stderr."""

    __slots__ = ("lines", "warnings")

    def __init__(self, lines: tuple[str, ...], warnings: tuple[str, ...]) -> None:
        self.lines = lines
        self.warnings = warnings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and (self.lines, self.warnings) == (other.lines, other.warnings)

    __hash__ = None  # type: ignore[assignment]


def inputs_of(root: Path | str) -> str | None:
    """A hash over all that sync reads but its own output; None where a link or an unreadable file is among it."""
    return _hash(root, INPUT_FILES, INPUT_FOLDERS)


def answer_before(root: Path | str, recorded: Path | str | None = None) -> Answer | None:
    """What sync said when everything was as it is now; None where anything differs, or there is no record.

    `recorded` is the repository that holds the record, where it is another copy of the same one.
    """
    try:
        fields = _bytes(f"{recorded or root}/{RECORD}").decode("utf-8", "surrogateescape").split("\0")
        tools, lines, warnings = (tuple(each[1:] for each in fields if each[:1] == kind) for kind in "tlw")
        answer = Answer(lines, warnings)
        # What changes most often is compared first; the outputs are most to read.
        inputs = inputs_of(root)
        if inputs is None or f"i{inputs}" not in fields:
            return None
        return answer if fields == _record(inputs, _outputs_of(root), tools, answer) else None
    except (OSError, ValueError):
        return None


def remember(root: Path, inputs: str | None, outputs: Mapping[str, str], tools: Iterable[str], answer: Answer) -> None:
    """Keep the answer of a sync that wrote or found the tree as it should be.

    `inputs` was taken before anything was read, `outputs` are the texts that must now stand in the output folders, by
    path: what a person changes meanwhile is in neither, so the next run looks again. Without `inputs`, nothing is kept.
    """
    target = f"{root}/{RECORD}"
    try:
        if inputs is None:
            os.unlink(target)  # noqa: PTH108
            return
        proven = _hash_of((path, text.encode("utf-8", "surrogateescape")) for path, text in outputs.items())
        record = "\0".join(_record(inputs, proven, tuple(tools), answer))
        with open(f"{target}.new", "wb") as file:  # noqa: PTH123
            file.write(record.encode("utf-8", "surrogateescape"))
        os.replace(f"{target}.new", target)  # noqa: PTH105
    except OSError:
        pass  # without a record, the next run only takes longer


def _record(inputs: str, outputs: str | None, tools: tuple[str, ...], answer: Answer) -> list[str]:
    """The record's fields, the letter of its kind before each; the last is a hash over all, and over what is around."""
    fields = [f"i{inputs}", *(f"t{path}" for path in tools)]
    fields += [*(f"l{line}" for line in answer.lines), *(f"w{line}" for line in answer.warnings)]
    everything = [fields, outputs, [_tool(path) for path in tools], _around()]
    return [*fields, f"h{_hash_of([('', repr(everything).encode())])}"]


def _outputs_of(root: Path | str) -> str | None:
    try:
        with os.scandir(f"{root}/clusters") as entries:
            clusters = [f"clusters/{entry.name}/platform" for entry in entries]
    except FileNotFoundError:
        clusters = []
    return _hash(root, _OUTPUT_FILES, (*_OUTPUT_FOLDERS, *clusters))


def _around() -> list[object]:
    """What decides beside the repository: the day (waivers expire), Python, where programs lie, and this program."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    places = [os.path.dirname(sys.executable), *os.environ.get("PATH", "").split(os.pathsep)]  # noqa: PTH120
    return [day, sys.version, sys.executable, [_place(folder) for folder in places], list(_program())]


def program() -> str:
    """This program, Python and its packages, as text: where it differs, nothing that was worked out before holds."""
    packages = [_place(folder) for folder in sys.path if folder.endswith("-packages")]
    return repr([sys.version, sys.executable, packages, list(_program())])


def fingerprints(paths: Iterable[str]) -> list[object]:
    """The sizes and times of programs. Raises OSError for one that is gone."""
    return [_tool(path) for path in paths]


def _place(folder: str) -> list[object]:
    """A folder in which programs are looked for; its time changes when one comes or goes."""
    try:
        return [folder, os.stat(folder).st_mtime_ns]  # noqa: PTH116
    except OSError:
        return [folder, 0]


def _program() -> Iterator[list[object]]:
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    folders = [f"{home}/{package}" for package in _PACKAGES]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_dir():
                    status = entry.stat()
                    yield [entry.path, status.st_size, status.st_mtime_ns]
                elif entry.name != "__pycache__":  # follows from the rest, and is half of the files
                    folders.append(entry.path)


def _tool(path: str) -> list[object]:
    status = os.stat(path)  # noqa: PTH116
    return [path, status.st_size, status.st_mtime_ns]


def _hash(root: Path | str, files: Iterable[str], folders: Iterable[str]) -> str | None:
    home = str(root)
    try:
        if any(os.path.realpath(f"{home}/{folder}") != f"{os.path.realpath(home)}/{folder}" for folder in folders):
            return None  # a link on the way: the files behind it are not the repository's
        paths = [file for file in files if os.path.lexists(f"{home}/{file}")]
        for folder in folders:
            if os.path.lexists(f"{home}/{folder}"):
                paths += [path for path, _ in _files(home, folder)]
        return _hash_of((path, b"" if path.endswith("/") else _bytes(f"{home}/{path}")) for path in paths)
    except OSError:
        return None


def _bytes(path: str) -> bytes:
    # Without O_NONBLOCK, opening a pipe waits for its writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is no regular file")
        # Plain calls: a large platform has 20,000 small files, and a stream costs more than its text.
        parts = [os.read(descriptor, _AT_ONCE)]
        while parts[-1]:
            parts.append(os.read(descriptor, _AT_ONCE))
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _files(home: str, folder: str) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Every file below a folder, by its path from `home`, and every empty folder with a slash behind and no entry: a
    sync warns of some and removes others. Raises OSError for a link: where it leads is not watched."""
    with os.scandir(f"{home}/{folder}") as entries:
        empty = True
        for entry in entries:
            empty = False
            path = f"{folder}/{entry.name}"
            if entry.is_symlink():
                raise OSError(f"{path} is a link")
            if entry.is_dir(follow_symlinks=False):
                yield from _files(home, path)
            else:
                yield path, entry
    if empty:
        yield f"{folder}/", None


def _hash_of(texts: Iterable[tuple[str, bytes]]) -> str:
    """Over paths and contents, in the order of the paths."""
    total = blake2b(digest_size=32)
    for path, text in sorted(texts):
        name = path.encode("utf-8", "surrogateescape")
        total.update(b"%d\0%b%d\0%b" % (len(name), name, len(text), text))
    return total.hexdigest()
