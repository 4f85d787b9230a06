"""The work tree that a folder lies in, and whether a commit can be made in it now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generators.git.command import Git, one_line
from manifests.errors import UserError

_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}


@dataclass(frozen=True, slots=True)
class WorkTree:
    """`prefix` is the folder's path from the top of the work tree, "" or with `/` at its end.

    `branch` is None where HEAD is detached.
    """

    git: Git
    prefix: str
    branch: str | None

    def head(self) -> str | None:
        """The commit that HEAD names; None before the first one."""
        done = self.git.run("rev-parse", "--quiet", "--verify", "HEAD^{commit}")
        return done.text if done.code == 0 else None


def open_work_tree(folder: Path) -> WorkTree:
    """The work tree of a folder. Raises UserError where there is none, or where a merge or the like is unfinished."""
    git = Git(folder)
    names = [name for key in _UNFINISHED for name in ("--git-path", key)]
    # --show-toplevel is asked for its refusal: a bare repository, or the inside of .git, has none
    done = git.run("rev-parse", "--show-toplevel", "--show-prefix", *names)
    if done.code:
        raise UserError(
            f"--commit: {one_line(done.said)}. "
            "Run it in a work tree of Git (git init makes one), or sync without --commit"
        )
    prefix, *paths = done.text.split("\n")[-len(_UNFINISHED) - 1 :]
    for path, (name, what) in zip(paths, _UNFINISHED.items(), strict=True):
        if (folder / path).exists():
            way_out = f"end it (git {what} --continue, or --abort), then run it again"
            if name == "rebase-apply":
                what, way_out = "rebase or git am", "end it (--continue, or --abort), then run it again"
            raise UserError(
                f"--commit: a {what} is not finished, and this commit would become part of it. "
                f"Sync without --commit and {way_out}"
            )
    named = git.run("symbolic-ref", "--quiet", "--short", "HEAD")
    return WorkTree(git, prefix, named.text if named.code == 0 else None)
