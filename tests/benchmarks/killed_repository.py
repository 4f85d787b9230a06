"""The repository that the kill test works in: how it begins, and what is looked at."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from killed_platform import Version, write_inputs

OUTPUTS = ("platform.schema.json", "base", "overlays", "clusters")


def prepare(root: Path, version: Version) -> None:
    root.mkdir()
    write_inputs(root)
    (root / "platform.yaml").write_text(version.text(), encoding="utf-8")


def settings(folder: Path) -> dict[str, str]:
    """An environment with nothing of the machine's own Git settings, and temporary files in the folder."""
    (folder / "tmp").mkdir()
    (folder / "gitconfig").write_text(
        "[user]\nname = Ada\nemail = ada@example.com\n[init]\ndefaultBranch = main\n[gc]\nauto = 0\n", encoding="utf-8"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(Path.cwd()),
        "TMPDIR": str(folder / "tmp"),
    }


def tree(root: Path) -> dict[str, bytes]:
    files = [root / OUTPUTS[0], *(path for folder in OUTPUTS[1:] for path in (root / folder).rglob("*"))]
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}
    return {path: text for path, text in found.items() if not path.endswith(".roadstead-tmp")}


def blob_name(text: bytes) -> str:
    """What Git calls it."""
    return hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()
