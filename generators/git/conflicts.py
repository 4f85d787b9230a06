"""What the sides of an unfinished merge say of a file: Git keeps each in the index until the conflict is resolved."""

from __future__ import annotations

import os
from pathlib import Path

from generators.git.blobs import blobs
from generators.git.command import Git

_OURS, _THEIRS = "2", "3"


def sides_of_conflicts(folder: Path) -> dict[str, tuple[str, ...]]:
    """The texts of both sides, or of the one that has the file, by path relative to the folder, of all in conflict.

    Empty outside of Git. Bytes that are no UTF-8 come as surrogates. Raises UserError without git.
    """
    git = Git(folder)
    listed = git.run("--no-optional-locks", "ls-files", "--unmerged", "-z")
    if listed.code:
        return {}
    found: list[tuple[str, str]] = []
    for record in os.fsdecode(listed.output).split("\0")[:-1]:
        about, _, path = record.partition("\t")
        _, blob, stage = about.split(" ")
        if stage in (_OURS, _THEIRS):
            found.append((path, blob))
    sides: dict[str, tuple[str, ...]] = {}
    for (path, _), text in zip(found, blobs(git, [blob for _, blob in found]), strict=True):
        sides[path] = (*sides.get(path, ()), text or "")
    return sides
