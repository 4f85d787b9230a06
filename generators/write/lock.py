"""One writer at a time in a work tree. The kernel drops the lock when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generators.write.disk_errors import as_user_error
from generators.write.state_folder import NAME, state_folder
from manifests.errors import UserError

if sys.platform != "win32":
    import fcntl

_PATH = f"{NAME}/lock"


@contextmanager
def locked(root: Path, command: str = "roadstead sync") -> Iterator[None]:
    """Hold the lock of the work tree. Raises UserError that says who holds it.

    Windows has no such lock: there a line on stderr says that nothing keeps two runs apart.
    """
    folder = state_folder(root)
    if sys.platform == "win32":
        sys.stderr.write("note: no file locks on this system; do not run two commands that write at the same time\n")
        yield
        return
    try:
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise as_user_error(_PATH, error) from error
    try:
        _take(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, {command}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 500, 0).decode("utf-8", "replace").strip() or "another process"
        raise UserError(f"{_PATH}: held by {holder}. Wait until it has ended, then run this again") from error
    except OSError as error:
        raise as_user_error(_PATH, error) from error
