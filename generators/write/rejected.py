"""A tree that failed its proof is laid out to be looked at, not written (law 8)."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from generators.write.disk_errors import as_user_error
from generators.write.state_folder import NAME, state_folder

FOLDER = f"{NAME}/rejected"


def write_rejected(root: Path, texts: Mapping[str, str]) -> str:
    """Replace what was rejected before by these files; gives the folder, relative to the root. Raises UserError."""
    folder = state_folder(root) / "rejected"
    try:
        clear_rejected(root)
        for path, text in texts.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise as_user_error(FOLDER, error) from error
    return FOLDER


def clear_rejected(root: Path) -> None:
    """Remove what an earlier run rejected: after a proof that passed it would only mislead. Raises UserError."""
    folder = root / FOLDER
    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise as_user_error(FOLDER, error) from error
