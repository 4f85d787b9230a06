"""What differs between the last commit, the index and the work tree."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generators.git.work_tree import WorkTree

UNCHANGED, ADDED, DELETED = ".", "A", "D"


@dataclass(frozen=True, slots=True)
class Entry:
    """One path, relative to the folder that was asked about.

    `index` is Git's letter for the index against the last commit, `work` for the work tree against the index: "."
    means the same. A file that Git does not follow is new in the work tree only; `ignored`: so says a .gitignore.
    """

    path: str
    index: str
    work: str
    followed: bool = True
    ignored: bool = False
    conflicted: bool = False

    @property
    def is_new(self) -> bool:
        """The last commit has no such file."""
        return self.index == ADDED or (self.index == UNCHANGED and self.work == ADDED)

    @property
    def is_gone(self) -> bool:
        """The work tree has no such file."""
        return self.work == DELETED or (self.index == DELETED and self.followed)

    @property
    def is_staged(self) -> bool:
        return self.index != UNCHANGED


def status_of(tree: WorkTree, places: Sequence[str]) -> tuple[Entry, ...]:
    """Every file in these files and folders that differs, ignored ones too, by path."""
    done = tree.git.read(
        "status",
        "--porcelain=v2",
        "-z",
        "--no-renames",
        "--untracked-files=all",
        "--ignored=traditional",
        "--ignore-submodules=dirty",
        "--",
        *(f":(literal){place}" for place in places),
    )
    found: dict[str, Entry] = {}
    for record in done.output.split(b"\0")[:-1]:
        entry = _entry(os.fsdecode(record), tree.prefix)
        before = found.get(entry.path)
        # taken out of the index and still there: one path, two records
        found[entry.path] = replace(before, work=entry.work, followed=False) if before else entry
    return tuple(found[path] for path in sorted(found))


def staged(tree: WorkTree) -> tuple[str, ...]:
    """Every path of the whole work tree whose index differs from the last commit, from the top of the work tree."""
    done = tree.git.read(
        "-c", "diff.relative=false", "diff", "--cached", "--name-only", "-z", "--no-renames", "--no-ext-diff",
        "--ignore-submodules=none",
    )  # fmt: skip
    return tuple(dict.fromkeys(os.fsdecode(done.output).split("\0")[:-1]))


def _entry(record: str, prefix: str) -> Entry:
    """`1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`, `! path`."""
    kind, rest = record[0], record[2:]
    if kind in "?!":
        return Entry(rest.removeprefix(prefix), UNCHANGED, ADDED, followed=False, ignored=kind == "!")
    letters, *_, path = rest.split(" ", 9 if kind == "u" else 7)
    return Entry(path.removeprefix(prefix), letters[0], letters[1], conflicted=kind == "u")
