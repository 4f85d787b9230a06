"""`.roadstead/`: what is kept beside the tree and never in Git."""

from __future__ import annotations

from pathlib import Path

from generators.write.disk_errors import as_user_error
from manifests.errors import UserError

NAME = ".roadstead"


def state_folder(root: Path) -> Path:
    """The folder, made where it is missing, ignored by its own .gitignore. Raises UserError."""
    folder = root / NAME
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UserError(f"{NAME}: no folder, but sync keeps its own files there. Move it away, then run it again")
    try:
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise UserError(
            f"{NAME}: a file stands where sync keeps its own files. Remove it, then run it again"
        ) from error
    except OSError as error:
        raise as_user_error(NAME, error) from error
    return folder
