"""What a person saved between the last look and Git's own: `git commit` reads the work tree itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from generators.git.status import Entry, status_of
from generators.git.work_tree import WorkTree
from manifests.errors import UserError


def contents(root: Path, entries: Iterable[Entry]) -> dict[str, bytes | None]:
    """What each file holds now, by path; None for what is no file, or a link."""
    return {entry.path: _bytes(root / entry.path) for entry in entries}


def refuse_late(root: Path, tree: WorkTree, before: Mapping[str, bytes | None]) -> None:
    """Raises UserError where a file has changed since `before`, and the last commit holds it as it is now."""
    changed = [path for path, text in before.items() if _bytes(root / path) != text]
    if not changed:
        return
    differing = {entry.path for entry in status_of(tree, changed)}
    late = [path for path in changed if path not in differing]
    if late:
        more = f" and {len(late) - 1} more" if len(late) > 1 else ""
        raise UserError(
            f"--commit: {late[0]}{more}: saved while Git was committing, so commit {(tree.head() or '')[:12]} holds "
            "what nobody proved. Take it back (git reset --soft HEAD^), then run it again"
        )


def _bytes(path: Path) -> bytes | None:
    if path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes()
