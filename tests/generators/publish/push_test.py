"""`sync --commit --push` against bare repositories."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Clone


def branches(remote: Path, clone: Clone) -> dict[str, str]:
    lines = clone.git("for-each-ref", "--format=%(refname) %(subject)", at=remote).splitlines()
    return dict(line.split(" ", 1) for line in lines)


def head_of(clone: Clone) -> str:
    return clone.git("rev-parse", "HEAD").strip()


def test_the_commit_goes_to_the_named_branch_and_the_watched_one_stays(clone: Clone, remote: Path) -> None:
    clone.widen()
    clone.git("tag", "-a", "-m", "Mine", "mine")
    clone.git("config", "push.followTags", "true")
    code, out, err = clone.sync("--commit", "--push", "--branch", "sync/dev")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"pushed {head_of(clone)[:12]} to sync/dev of origin"
    assert branches(remote, clone) == {"refs/heads/main": "Begin", "refs/heads/sync/dev": "Sync dev (2 changed)"}


@pytest.mark.parametrize("named", [(), ("--branch", "main")], ids=["without a name", "with its name"])
def test_the_watched_branch_when_told(clone: Clone, remote: Path, named: tuple[str, ...]) -> None:
    clone.widen()
    code, out, err = clone.sync("--commit", "--push", "--to-watched-branch", *named)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"pushed {head_of(clone)[:12]} to main of origin"
    assert branches(remote, clone) == {"refs/heads/main": "Sync dev (2 changed)"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--branch", "main"),
            "--branch main: Flux watches it (git.branch of platform.yaml), so a push is a rollout. "
            "Name another branch, or say --to-watched-branch\n",
        ),
        (
            ("--branch", "sync/dev", "--to-watched-branch"),
            "--branch sync/dev: Flux watches main (git.branch of platform.yaml); "
            "leave out --branch or --to-watched-branch\n",
        ),
        (("--branch", "a..b"), "--branch a..b: no name of a branch; write one such as sync/dev\n"),
        (("--branch", "@{-1}"), "--branch @{-1}: no name of a branch; write one such as sync/dev\n"),
        (
            ("--branch", "refs/heads/main"),
            "--branch refs/heads/main: no name of a branch; write one such as sync/dev\n",
        ),
        (("--branch", "a:main"), "--branch a:main: no name of a branch; write one such as sync/dev\n"),
    ],
)
def test_a_branch_is_checked_before_anything_is_written(
    clone: Clone, remote: Path, arguments: tuple[str, ...], said: str
) -> None:
    clone.widen()
    before = clone.state()
    code, out, err = clone.sync("--commit", "--push", *arguments)
    assert (code, out, err) == (2, "", said)
    assert clone.state() == before


def test_a_plus_is_a_letter_of_the_name_and_never_means_force(clone: Clone, remote: Path) -> None:
    behind(clone, "main")
    clone.widen()
    assert clone.sync("--commit", "--push", "--branch", "+main")[0] == 0
    assert branches(remote, clone) == {"refs/heads/+main": "Sync dev (2 changed)", "refs/heads/main": "Theirs"}


def test_the_watched_branch_is_read_from_platform_yaml(clone: Clone, remote: Path) -> None:
    path = clone.root / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{branch: main}", "{branch: live}"), encoding="utf-8")
    code, _, err = clone.sync("--commit", "--push", "--branch", "live")
    assert code == 2
    assert err.startswith("--branch live: Flux watches it")
    assert clone.sync("--commit", "--push", "--branch", "main")[0] == 0
    assert "refs/heads/live" not in branches(remote, clone)


def test_no_branch_in_platform_yaml_means_main(clone: Clone, remote: Path) -> None:
    path = clone.root / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("git: {branch: main}\n", ""), encoding="utf-8")
    code, _, err = clone.sync("--commit", "--push", "--branch", "main")
    assert code == 2
    assert err.startswith("--branch main: Flux watches it")


def behind(clone: Clone, branch: str) -> None:
    """Let the remote's branch have a commit that the clone lacks."""
    tree = clone.git("rev-parse", "HEAD^{tree}").strip()
    theirs = clone.git("commit-tree", "-m", "Theirs", "-p", "HEAD", tree).strip()
    clone.git("push", "--quiet", "origin", f"{theirs}:refs/heads/{branch}")


def test_a_branch_that_moved_on_is_never_overwritten(clone: Clone, remote: Path) -> None:
    behind(clone, "sync/dev")
    clone.git("config", "remote.origin.push", "+refs/heads/*:refs/heads/*")
    clone.widen()
    code, out, err = clone.sync("--commit", "--push", "--branch", "sync/dev")
    head = head_of(clone)[:12]
    assert code == 2
    assert out.splitlines()[-1] == f"committed 3 files on main: {head} Sync dev (2 changed)"
    assert err == (
        f"git push origin sync/dev: [rejected] (non-fast-forward). Nothing is lost: commit {head} stays here. "
        "Bring in what sync/dev has (git pull origin sync/dev) or push to another --branch, or try again with: "
        f"git push origin {head}:refs/heads/sync/dev\n"
    )
    assert branches(remote, clone)["refs/heads/sync/dev"] == "Theirs"


PROTECTED = """\
while read old new ref; do
  [ "$ref" = refs/heads/main ] && { echo "main is protected:"; echo "open a pull request"; exit 1; }
done
exit 0"""


def test_a_protected_branch_is_one_readable_line_and_the_next_run_pushes_the_same_commit(
    clone: Clone, remote: Path
) -> None:
    clone.hook("pre-receive", PROTECTED, at=remote)
    clone.widen()
    code, _, err = clone.sync("--commit", "--push", "--to-watched-branch")
    head = head_of(clone)
    assert (code, err) == (
        2,
        "git push origin main: [remote rejected] (pre-receive hook declined); remote: main is protected:; "
        f"remote: open a pull request. Nothing is lost: commit {head[:12]} stays here. "
        "Put that right or push to another --branch, or try again with: "
        f"git push origin {head[:12]}:refs/heads/main\n",
    )
    assert branches(remote, clone) == {"refs/heads/main": "Begin"}
    code, out, err = clone.sync("--commit", "--push", "--branch", "sync/dev")
    assert (code, err) == (0, "")
    assert out.splitlines()[-2:] == [
        "nothing to commit: the last commit holds these inputs and outputs",
        f"pushed {head[:12]} to sync/dev of origin",
    ]
    assert head_of(clone) == head


def test_a_remote_that_is_not_there(clone: Clone, remote: Path) -> None:
    clone.git("remote", "set-url", "origin", "/nowhere/remote.git")
    clone.widen()
    code, _, err = clone.sync("--commit", "--push", "--branch", "sync/dev")
    head = head_of(clone)[:12]
    assert code == 2
    assert err.startswith(
        "git push origin sync/dev: fatal: '/nowhere/remote.git' does not appear to be a git repository; "
    )
    assert err.endswith(f"or try again with: git push origin {head}:refs/heads/sync/dev\n")
    assert err.count("\n") == 1


def test_a_pre_push_hook_that_fails(clone: Clone, remote: Path) -> None:
    clone.hook("pre-push", "echo not on a Friday >&2; exit 1")
    clone.widen()
    code, _, err = clone.sync("--commit", "--push", "--branch", "sync/dev")
    assert code == 2
    assert err.startswith("git push origin sync/dev: not on a Friday; error: failed to push some refs to ")
    assert err.count("\n") == 1


def test_a_detached_head_is_pushed_to_a_branch(clone: Clone, remote: Path) -> None:
    clone.git("switch", "--quiet", "--detach")
    clone.widen()
    code, out, err = clone.sync("--commit", "--push", "--branch", "sync/dev")
    assert (code, err) == (0, "")
    head = head_of(clone)[:12]
    assert out.splitlines()[-2:] == [
        f"committed 3 files on a detached HEAD: {head} Sync dev (2 changed)",
        f"pushed {head} to sync/dev of origin",
    ]
    assert clone.git("log", "--format=%s", "main") == "Begin\n"
    assert branches(remote, clone)["refs/heads/sync/dev"] == "Sync dev (2 changed)"


def test_without_a_remote(clone: Clone) -> None:
    clone.widen()
    assert clone.sync("--commit", "--push", "--branch", "sync/dev") == (
        2,
        "",
        "--push: this repository has no remote; add one: git remote add origin URL\n",
    )


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ((), "origin"),
        (("branch.main.remote", "fork"), "fork"),
        (("remote.pushDefault", "fork"), "fork"),
        (("branch.main.pushRemote", "fork"), "fork"),
        (("branch.main.remote", "."), "origin"),
    ],
    ids=str,
)
def test_the_remote_is_the_one_git_would_push_to(
    clone: Clone, tmp_path: Path, setting: tuple[str, ...], expected: str
) -> None:
    for name in ("origin", "fork"):
        clone.git("init", "--quiet", "--bare", str(tmp_path / name))
        clone.git("remote", "add", name, str(tmp_path / name))
    if setting:
        clone.git("config", *setting)
    clone.widen()
    code, out, _ = clone.sync("--commit", "--push", "--branch", "sync/dev")
    assert code == 0
    assert out.splitlines()[-1] == f"pushed {head_of(clone)[:12]} to sync/dev of {expected}"
    assert list(branches(tmp_path / expected, clone)) == ["refs/heads/sync/dev"]


def test_two_remotes_and_no_upstream(clone: Clone, tmp_path: Path) -> None:
    for name in ("one", "two"):
        clone.git("remote", "add", name, str(tmp_path / name))
    clone.widen()
    assert clone.sync("--commit", "--push", "--branch", "sync/dev") == (
        2,
        "",
        "--push: none of the remotes one, two is the upstream; choose one: git config remote.pushDefault NAME\n",
    )


def test_a_commit_of_somebody_else_on_the_remote_survives_side_by_side(
    clone: Clone, remote: Path, make_clone: Callable[..., Clone], tmp_path: Path
) -> None:
    subprocess.run(("git", "clone", "--quiet", str(remote), str(tmp_path / "second")), check=True)
    second = Clone(tmp_path / "second", tmp_path / "second", clone.monkeypatch, clone.capsys)
    clone.widen(3)
    second.widen(4)
    assert clone.sync("--commit", "--push", "--to-watched-branch")[0] == 0
    code, _, err = second.sync("--commit", "--push", "--to-watched-branch")
    assert code == 2
    assert err.startswith("git push origin main: [rejected] (fetch first). Nothing is lost: commit ")
    assert clone.git("rev-parse", "main", at=remote).strip() == head_of(clone)
