"""Lay out the index, or a commit, below Git's own directory, for as long as it is judged."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from manifests.errors import UserError
from manifests.staged.git import (
    SUBMODULE,
    Entry,
    WorkTree,
    changed_since_head,
    commit_of,
    fork_point,
    index_of,
    work_tree,
)
from manifests.staged.layout import cannot_lay_out, lay_out
from manifests.staged.selection import selected
from manifests.temporary import TemporaryFolder

if sys.platform != "win32":
    import fcntl

_STAGED, _COMMITTED = "roadstead-staged", "roadstead-against"


@dataclass(frozen=True, slots=True)
class Staged:
    """`root` is the laid-out top of the work tree `top`; `here` the laid-out current folder. `notes` are sentences
    on what is in the index and not laid out, by path. `changed` are the paths in which the index differs from HEAD,
    None where that says nothing."""

    top: Path
    root: Path
    here: Path
    notes: tuple[str, ...]
    changed: frozenset[str] | None = None

    def place(self, path: Path) -> Path:
        """Where an absolute path of the work tree is laid out. Raises UserError if it is not in this work tree."""
        for each in (Path(os.path.normpath(path)), path.resolve()):
            if each.is_relative_to(self.top):
                return self.root / each.relative_to(self.top)
        raise UserError(f"{path}: is not below {self.top}, so it cannot be staged there; run without --staged")


@contextmanager
def staged_tree(here: Path) -> Iterator[Staged]:
    """What is in the index of the work tree that `here` lies in, until the end of `with`.

    The folder is kept below Git's directory, so that the next run writes only what changed. It is used by one run at
    a time: where another holds its lock, this one lays out a private folder and removes it. Raises UserError.
    """
    here = here.resolve()
    tree = work_tree(here, _STAGED, "--staged")
    with _laid_out(tree, here, index_of(tree.top)) as staged:
        yield replace(staged, changed=changed_since_head(tree.top))


@contextmanager
def committed_tree(here: Path, ref: str) -> Iterator[Staged]:
    """What stood in the work tree that `here` lies in where its branch left `ref`, kept and locked in the same way.

    Raises UserError, too, if `ref` names no commit.
    """
    here = here.resolve()
    tree = work_tree(here, _COMMITTED, "--against")
    with _laid_out(tree, here, commit_of(tree.top, fork_point(tree.top, ref))) as committed:
        yield committed


@contextmanager
def _laid_out(tree: WorkTree, here: Path, entries: Sequence[Entry]) -> Iterator[Staged]:
    submodules = tuple(
        f"{entry.path}: a submodule: its files are not in this index, so they are left out"
        for entry in entries
        if entry.mode == SUBMODULE
    )
    with _home(tree.own) as home:
        root, left_out = lay_out(home, tree.top, tuple(selected(entries)))
        yield Staged(tree.top, root, root / here.relative_to(tree.top), (*submodules, *left_out))


@contextmanager
def _home(own: Path) -> Iterator[Path]:
    """The kept folder, locked, or a private one. The kernel drops the lock when its holder ends, however it ends."""
    try:
        own.mkdir(exist_ok=True)
        own = own.resolve()
        descriptor = None if sys.platform == "win32" else os.open(own / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise cannot_lay_out(error, own) from error
    try:
        if descriptor is not None and _is_taken(descriptor):
            yield own
        else:
            with TemporaryFolder(str(own)) as private:
                yield private
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
