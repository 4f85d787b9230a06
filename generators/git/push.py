"""One commit to one branch of a remote, never with force."""

from __future__ import annotations

from dataclasses import dataclass

from generators.git.command import Done, Git, one_line
from generators.git.work_tree import WorkTree
from manifests.errors import UserError

_FALLBACK = "origin"


@dataclass(frozen=True, slots=True)
class Target:
    """A branch of a remote."""

    remote: str
    branch: str


def target_of(tree: WorkTree, branch: str) -> Target:
    """Where a push goes: the remote that Git itself would push the current branch to, else `origin`, else the only one.

    Raises UserError for a name that no branch can have, and where no remote can be meant.
    """
    checked = tree.git.run("check-ref-format", "--branch", branch)
    if checked.code or checked.text != branch or branch.startswith("refs/"):
        raise UserError(f"--branch {branch}: no name of a branch; write one such as sync/dev")
    remotes = tree.git.read("remote").text.split()
    names = [f"branch.{tree.branch}.pushRemote", "remote.pushDefault", f"branch.{tree.branch}.remote"]
    for name in names if tree.branch else names[1:2]:
        remote = tree.git.setting(name)
        if remote in remotes:
            return Target(remote, branch)
    if _FALLBACK in remotes or len(remotes) == 1:
        return Target(_FALLBACK if _FALLBACK in remotes else remotes[0], branch)
    if not remotes:
        raise UserError("--push: this repository has no remote; add one: git remote add origin URL")
    raise UserError(
        f"--push: none of the remotes {', '.join(remotes)} is the upstream; "
        "choose one: git config remote.pushDefault NAME"
    )


def push(git: Git, commit: str, target: Target) -> None:
    """Push. Raises UserError, one line, with Git's text and the command that tries again."""
    refspec = f"{commit}:refs/heads/{target.branch}"
    done = git.run("push", "--porcelain", "--no-follow-tags", target.remote, refspec)
    if done.code:
        again = f"git push {target.remote} {commit[:12]}:refs/heads/{target.branch}"
        raise UserError(
            f"git push {target.remote} {target.branch}: {_why(done)}. "
            f"Nothing is lost: commit {commit[:12]} stays here. {_way_out(done, target)}, or try again with: {again}"
        )


def _why(done: Done) -> str:
    """`[rejected] (fetch first)` and what the server said; Git's other words where no branch was refused."""
    refused = [
        line.split("\t")[2] for line in done.text.splitlines() if line.startswith("!\t") and line.count("\t") == 2
    ]
    remote = [line for line in done.said.splitlines() if line.startswith("remote:") and line[7:].strip()]
    if refused and "remote rejected" not in refused[0]:
        remote = []
    return one_line("\n".join((*refused, *remote) if refused else (done.said,))) or f"exit code {done.code}"


def _way_out(done: Done, target: Target) -> str:
    if any(line.startswith("!\t") and "[rejected]" in line for line in done.text.splitlines()):
        return (
            f"Bring in what {target.branch} has (git pull {target.remote} {target.branch}) or push to another --branch"
        )
    return "Put that right or push to another --branch"
