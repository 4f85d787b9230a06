"""A copy of the repository as it would be, in a temporary folder, for kustomize to build."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_INPUTS = ("images/pins", "extras")
_MEMORY = "/dev/shm"
# A platform of 1,000 components in three environments takes a quarter of each.
_ROOM_BYTES, _ROOM_FILES = 256 * 2**20, 60_000


@contextmanager
def staged(files: Mapping[str, str], root: Path) -> Iterator[Path]:
    """The generated files by path, beside the pins and extras that people wrote. Removed at the end.

    Links are copied as links: one that leads out of the repository leads nowhere here, and kustomize says so.
    """
    with tempfile.TemporaryDirectory(prefix="roadstead-", dir=_in_memory()) as folder:
        stage = Path(folder).resolve()
        try:
            for source in _INPUTS:
                if (root / source).is_dir():
                    shutil.copytree(root / source, stage / source, symlinks=True, copy_function=_copy)
            write_files(stage, files)
        except OSError as error:
            raise UserError(_uncopied(error, stage.parent)) from error
        yield stage


def _copy(source: str, target: str) -> None:
    """Only the text: modes are of no use here. An error names the place, not both."""
    try:
        shutil.copyfile(source, target, follow_symlinks=False)
    except OSError as error:
        raise UserError(_uncopied(error, Path(target).parents[-3])) from error


def _in_memory() -> str | None:
    """Linux's file system in memory, if there is room: the copy lives for a second, and has 10,000 files at times."""
    if not os.access(_MEMORY, os.W_OK):
        return None
    room = os.statvfs(_MEMORY)
    files = room.f_favail if room.f_files else _ROOM_FILES + 1  # no number of files is set
    return _MEMORY if room.f_bavail * room.f_frsize > _ROOM_BYTES and files > _ROOM_FILES else None


def write_files(stage: Path, files: Mapping[str, str]) -> None:
    """Write texts below a folder, each folder made once: a tree of 1,000 components has 10,000 of them."""
    made: set[str] = set()
    for path, text in files.items():
        target = f"{stage}/{path}"
        folder = os.path.dirname(target)  # noqa: PTH120
        if folder not in made:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            made.add(folder)
        with open(target, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            file.write(text)
