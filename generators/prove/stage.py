"""A copy of the repository as it would be, in a temporary folder, for kustomize to build."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from generators.tree.intent import Folder
from manifests.errors import UserError
from manifests.temporary import TemporaryFolder

INPUTS = ("images/pins", "extras")
"""What people write of that which kustomize builds from."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MEMORY = "/dev/shm"
# A platform of 1,000 components in three environments takes a quarter of each.
_ROOM_BYTES, _ROOM_FILES = 256 * 2**20, 60_000


def needed_files(folders: Iterable[Folder], files: Mapping[str, str]) -> Mapping[str, str]:
    """Those of the files that kustomize reads for these folders: what extras name may lie anywhere."""
    folders = list(folders)
    if any(folder.extras for folder in folders):
        return files
    needed = {place for folder in folders for place in (folder.directory, *folder.reads)}
    return {path: text for path, text in files.items() if any(place in needed for place in _folders_of(path))}


def needed_inputs(folders: Iterable[Folder]) -> Sequence[str]:
    """The folders that people write and kustomize reads for these. Links between them are not followed."""
    folders = list(folders)
    if any(folder.extras for folder in folders):
        return INPUTS
    return pins_of(folders)


def pins_of(folders: Iterable[Folder]) -> list[str]:
    """The folders of pins that kustomize reads for these."""
    return sorted({place for folder in folders for place in folder.reads if place.startswith("images/")})


def _folders_of(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


@contextmanager
def staged(files: Mapping[str, str], root: Path, inputs: Iterable[str] = INPUTS) -> Iterator[Path]:
    """The generated files by path, beside the folders of pins and extras that people wrote. Removed at the end.

    Links are copied as links. Raises UserError for one that leads out of the repository, and where there is no room.
    """
    with TemporaryFolder(_in_memory()) as stage:
        for source in inputs:
            if (root / source).is_dir():
                _copy(root, source, stage)
        try:
            write_files(stage, files)
        except OSError as error:
            raise UserError(_no_room(stage, error)) from error
        yield stage


def _copy(root: Path, source: str, stage: Path) -> None:
    def one(path: str, target: str) -> None:
        try:
            shutil.copyfile(path, target, follow_symlinks=False)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise UserError(_no_room(stage, error)) from error
            raise UserError(f"{os.path.relpath(path, root)}: cannot be read: {error.strerror or error}") from error

    _refuse_links_out(root, source)
    try:
        shutil.copytree(root / source, stage / source, symlinks=True, copy_function=one)
    except shutil.Error as error:  # what copytree itself could not do: (source, target, why) of each
        path, _, why = error.args[0][0]
        raise UserError(f"{os.path.relpath(path, root)}: cannot be copied: {why}") from error
    except OSError as error:
        raise UserError(f"{source}: cannot be copied: {error.strerror}") from error


def _refuse_links_out(root: Path, source: str) -> None:
    """A link out of the repository builds here, and nowhere else; an absolute one leads past the copy."""
    home = root.resolve()
    for folder, folders, files in os.walk(root / source):
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink() and (path.readlink().is_absolute() or not _leads_into(path, home)):
                raise UserError(
                    f"{path.relative_to(root).as_posix()}: a link that leads out of the repository, or is absolute; "
                    "put the files themselves there"
                )


def _leads_into(link: Path, home: Path) -> bool:
    try:
        link.stat()
    except FileNotFoundError:
        pass  # it leads nowhere yet; where it would lead is what counts
    except OSError:
        return False  # a circle of links
    return link.resolve().is_relative_to(home)


def _no_room(stage: Path, error: OSError) -> str:
    return f"{stage.parent}: cannot hold a copy of the repository: {error.strerror}. Put that right, then run it again"


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
