"""Check that a commit can be made, sync, commit, push."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from generators.git.commit import commit
from generators.git.push import push, target_of
from generators.git.work_tree import WorkTree, open_work_tree
from generators.publish.late import contents, refuse_late
from generators.publish.message import message_for
from generators.publish.refusals import branch_to_push, refuse_detached, refuse_index, refuse_unfit
from generators.publish.wish import Wish
from generators.unchanged import inputs_of
from generators.write.lock import locked
from manifests.errors import UserError


def publish(root: Path, wish: Wish, sync: Callable[[], int], *, quiet: bool) -> int:
    """Run `sync`, which gives an exit code; after 0, commit its inputs and outputs, and push where `wish` says so.

    What keeps a commit from being made is found before anything is written, where it can be. Raises UserError.
    """
    tree = open_work_tree(root)
    refuse_detached(tree, wish)
    target = target_of(tree, branch_to_push(root, wish)) if wish.push else None
    refuse_index(root, tree)
    inputs = inputs_of(root)
    code = sync()
    if code:
        return code
    with locked(root, "roadstead sync --commit"):
        if inputs_of(root) != inputs:
            raise UserError("--commit: an input changed while sync was running, so nothing is committed. Run it again")
        line, said = _commit(root, tree, wish)
    if not quiet:
        print(said, end="", file=sys.stderr)  # noqa: T201
        print(line)  # noqa: T201
    head = tree.head()
    if target and head:
        push(tree.git, head, target)
        if not quiet:
            print(f"pushed {head[:12]} to {target.branch} of {target.remote}")  # noqa: T201
    return 0


def _commit(root: Path, tree: WorkTree, wish: Wish) -> tuple[str, str]:
    """Commit what belongs together. Returns a line that says what was done, and what Git and the hooks said."""
    change = refuse_index(root, tree)
    refuse_unfit(root, tree, change)
    if not change.all:
        return "nothing to commit: the last commit holds these inputs and outputs", ""
    message = message_for(change) if wish.message is None else wish.message
    before = contents(root, change.all)
    said = commit(tree.git, change.all, message)
    refuse_late(root, tree, before)
    count = f"{len(change.all)} files" if len(change.all) > 1 else "1 file"
    place = f"on {tree.branch}" if tree.branch else "on a detached HEAD"
    subject = message.partition("\n")[0]
    return f"committed {count} {place}: {(tree.head() or '')[:12]} {subject}", f"{said}\n" if said else ""
