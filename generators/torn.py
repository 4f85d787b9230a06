"""Generated files that a merge has torn, and that a person had edited on one side of it.

A torn file is written anew, because platform.yaml is the truth. But what somebody wrote into it on a branch would go
with the markers, so Git is asked for the sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generators.git.conflicts import sides_of_conflicts
from generators.write.header import read_header
from generators.write.states import is_torn
from manifests.errors import UserError


def edited_before_the_merge(root: Path, texts: Mapping[str, str]) -> frozenset[str]:
    """The paths, of these texts by path, of torn files of which a side is not as sync wrote it."""
    torn = [path for path, text in texts.items() if is_torn(text)]
    if not torn:
        return frozenset()
    try:
        sides = sides_of_conflicts(root)
    except UserError:  # no Git: then no merge of Git's tore them
        return frozenset()
    return frozenset(path for path in torn if not all(_as_written(path, side) for side in sides.get(path, ())))


def _as_written(path: str, text: str) -> bool:
    header = read_header(text)
    return header is not None and header.path == path and header.intact()
