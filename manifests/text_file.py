"""A person's text file, read whole."""

from __future__ import annotations

import stat
from pathlib import Path

from manifests.errors import UserError

_LARGEST = 16 << 20


def read_text_file(path: Path, name: str) -> str:
    """The text of a UTF-8 file, byte for byte. `name` is what messages call it.

    FileNotFoundError where it is not there, because the way out is the caller's; UserError for what cannot be read.
    """
    try:
        status = path.stat()
        if stat.S_ISFIFO(status.st_mode):  # opening it would wait for a writer
            raise UserError(f"{name}: cannot be read: it is a pipe; write a file")
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):  # it may have no end
            raise UserError(f"{name}: cannot be read: it is a device; write a file")
        if status.st_size > _LARGEST:
            raise UserError(f"{name}: cannot be read: it is larger than {_LARGEST >> 20} MiB; split it")
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        raise UserError(f"{name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise UserError(f"{name}: cannot be read: {error.strerror}") from error
