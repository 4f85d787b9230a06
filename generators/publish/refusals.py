"""What keeps sync from committing: each with what was found and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generators.git.ignored import why_ignored
from generators.git.status import Entry, staged
from generators.git.work_tree import WorkTree
from generators.input_files import PLATFORM_FILE
from generators.publish.belonging import Belonging, belonging
from generators.publish.wish import Wish
from manifests.errors import MistakesError, UserError
from manifests.nodes import Mapping, Scalar
from manifests.reader import read_documents


def refuse_index(root: Path, tree: WorkTree) -> Belonging:
    """What would be committed. Raises UserError where the index holds anything else, or an input only in part."""
    mine = belonging(root, tree)
    names = {f"{tree.prefix}{entry.path}" for entry in mine.all}
    others = [path for path in staged(tree) if path not in names]
    if others:
        raise UserError(
            f"--commit: {_named(others)}: staged, but neither an input of sync nor its output, and this commit holds "
            "nothing else. Commit it first (git commit), or unstage it (git restore --staged PATH)"
        )
    torn = [entry.path for entry in mine.all if entry.conflicted]
    if torn:
        raise UserError(
            f"--commit: {_named(torn)}: Git still holds a conflict of two versions. "
            "Choose what the file says, git add it, then run it again"
        )
    partly = [entry.path for entry in mine.inputs if _is_partly_staged(entry)]
    partly += [entry.path for entry in mine.outputs if entry.is_staged and not entry.followed]
    if partly:
        raise UserError(
            f"--commit: {_named(partly)}: staged with another content than lies in the work tree, and sync commits "
            "what it proved, the work tree. Stage it whole (git add PATH) or unstage it (git restore --staged PATH)"
        )
    return mine


def refuse_unfit(root: Path, tree: WorkTree, change: Belonging) -> None:
    """Raises UserError for what cannot be in the commit as it was proven: edited since, ignored, another repository."""
    if change.edited:
        raise UserError(f"--commit: {_named(change.edited)}: changed since sync wrote it. Run it again")
    hidden = [entry.path for entry in change.all if entry.ignored]
    if hidden:
        raise UserError(
            f"--commit: {_named(hidden)}: ignored by Git ({why_ignored(tree, hidden[0])}), so the commit would "
            "lack it. Take the pattern out, then run it again"
        )
    nested = [entry.path for entry in change.inputs if entry.path.endswith("/") and (root / entry.path).is_dir()]
    if nested:
        raise UserError(
            f"--commit: {_named(nested)}: a Git repository of its own, so the commit would lack its files. "
            "Move it away or remove its .git, then run it again"
        )


def refuse_detached(tree: WorkTree, wish: Wish) -> None:
    """A commit on a detached HEAD is soon lost, unless it is pushed to a branch. Raises UserError."""
    if tree.branch is None and not wish.push:
        raise UserError(
            "--commit: HEAD is detached, so no branch would hold the commit. Make one (git switch -c NAME), "
            "or push it to one: --push --branch NAME"
        )


def branch_to_push(root: Path, wish: Wish) -> str:
    """The branch that a push goes to. UserError where that is the watched one and nobody said so."""
    watched = watched_branch(root)
    branch = wish.branch or watched
    if wish.to_watched_branch and branch != watched:
        raise UserError(
            f"--branch {branch}: Flux watches {watched} (git.branch of platform.yaml); "
            "leave out --branch or --to-watched-branch"
        )
    if branch == watched and not wish.to_watched_branch:
        raise UserError(
            f"--branch {branch}: Flux watches it (git.branch of platform.yaml), so a push is a rollout. "
            "Name another branch, or say --to-watched-branch"
        )
    return branch


def watched_branch(root: Path) -> str:
    """`git.branch`, read without the rest: a mistake in platform.yaml is sync's to tell, before anything is pushed."""
    try:
        documents = read_documents((root / PLATFORM_FILE).read_bytes(), PLATFORM_FILE)
    except (OSError, MistakesError):
        return "main"
    node = documents[0].root if documents else None
    for key in ("git", "branch"):
        node = node.get(key) if isinstance(node, Mapping) else None
    return str(node.value) if isinstance(node, Scalar) and node.value is not None else "main"


def _is_partly_staged(entry: Entry) -> bool:
    return entry.is_staged and (entry.work != "." or not entry.followed)


def _named(paths: Sequence[str]) -> str:
    return paths[0] + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
