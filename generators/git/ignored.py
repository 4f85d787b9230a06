"""Why Git ignores a file."""

from __future__ import annotations

import os

from generators.git.command import joined
from generators.git.work_tree import WorkTree


def why_ignored(tree: WorkTree, path: str) -> str:
    """The line that ignores it: `.gitignore:3: base/`."""
    done = tree.git.read("check-ignore", "--verbose", "-z", "--stdin", given=joined([path]))
    source, line, pattern, _ = os.fsdecode(done.output).split("\0")[:4]
    return f"{source}:{line}: {pattern}"
