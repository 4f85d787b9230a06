"""Temporary folders that go with their process: what a killed one left, a later one removes."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "roadstead-"
_FRESH_SECONDS = 600  # a younger folder may belong to a process that has not locked it yet


class TemporaryFolder:
    """A new folder in `parent`, or where the system keeps temporary files; `cleanup` or the end of `with` removes it.

    Its process holds a lock on it. The kernel drops the lock when the process ends, however it ends.
    """

    def __init__(self, parent: str | None = None) -> None:
        _remove_abandoned(Path(parent or tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name).resolve()
        self._lock = _lock(self.path)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.cleanup()

    def cleanup(self) -> None:
        """Remove it. Safe to call twice."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _remove_abandoned(home: Path) -> None:
    """Remove what killed processes of this user left. Best effort: the work at hand does not depend on it."""
    if sys.platform == "win32":
        return
    with suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and _is_old_and_ours(entry):
                lock = _lock(Path(entry.path))
                if lock is not None:
                    shutil.rmtree(entry.path, ignore_errors=True)
                    os.close(lock)


def _is_old_and_ours(entry: os.DirEntry[str]) -> bool:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    is_old = time.time() - status.st_mtime > _FRESH_SECONDS
    return entry.is_dir(follow_symlinks=False) and is_old and status.st_uid == os.getuid()


def _lock(folder: Path) -> int | None:
    """A descriptor that holds the lock, None where another process holds it or there are no locks."""
    if sys.platform == "win32":
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
