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
_ROOM_BYTES = 256 * 2**20  # a platform of 1,000 components in three environments takes a quarter of it


@contextmanager
def staged(files: Mapping[str, str], root: Path) -> Iterator[Path]:
    """The generated files by path, beside the pins and extras that people wrote. Removed at the end.

    Links are copied as links: one that leads out of the repository leads nowhere here, and kustomize says so.
    """
    with tempfile.TemporaryDirectory(prefix="roadstead-", dir=_in_memory()) as folder:
        stage = Path(folder).resolve()
        for source in _INPUTS:
            if (root / source).is_dir():
                shutil.copytree(root / source, stage / source, symlinks=True, copy_function=shutil.copyfile)
        write_files(stage, files)
        yield stage


def _in_memory() -> str | None:
    """Linux's file system in memory, if there is room: the copy lives for a second, and has 10,000 files at times."""
    if not os.access(_MEMORY, os.W_OK):
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free > _ROOM_BYTES else None


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
