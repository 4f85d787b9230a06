"""Real Git in the layouts and settings that people have: a sync, a change, a commit; nothing of theirs is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, Clone

DEPLOYMENT = "base/backend/deployment.yaml"
CHANGED = "overlays/dev/frontend/settings/kustomization.yaml"


def at(clone: Clone, top: Path) -> Clone:
    """Another work tree, asked the same way."""
    return Clone(top, top, clone.monkeypatch, clone.capsys)


def cloned(clone: Clone, tmp_path: Path, *options: str) -> Clone:
    """A new clone through a bare repository, as people get one."""
    bare = tmp_path / "bare.git"
    clone.git("clone", "--quiet", "--bare", str(clone.top), str(bare))
    clone.git("clone", "--quiet", *options, bare.as_uri(), str(tmp_path / "cloned"))
    return at(clone, tmp_path / "cloned")


def commits(clone: Clone) -> None:
    """A change is synced and committed, and then nothing is left to do."""
    clone.widen()
    code, _, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert f"M\t{CHANGED}" in clone.committed()
    assert clone.git("status", "--porcelain") == ""
    code, out, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert out.endswith("nothing to commit: the last commit holds these inputs and outputs\n")


@pytest.mark.parametrize(
    "name", ["with spaces", "wörk ☂ 船", "a\nline end", "-dash", "$(touch x) `id` 'quotes\"", "[a]*?"], ids=ascii
)
def test_a_repository_in_a_folder_named(make_clone: Callable[..., Clone], name: str) -> None:
    commits(make_clone(f"in {name}/{name}"))


@pytest.mark.parametrize("value", ["true", "input", "false"])
def test_a_clone_with_autocrlf(clone: Clone, tmp_path: Path, value: str) -> None:
    other = cloned(clone, tmp_path, "-c", f"core.autocrlf={value}")
    assert (b"\r\n" in (other.root / DEPLOYMENT).read_bytes()) == (value == "true")
    code, _, err = other.sync("--check")
    assert (code, err) == (0, "")
    before = other.git("rev-parse", "HEAD:base")
    other.git("config", "core.safecrlf", "false")
    commits(other)
    assert other.git("rev-parse", "HEAD:base") == before  # Git holds the same bytes, whatever lies in the work tree
    assert "\r" not in other.git("show", f"HEAD:{CHANGED}")


def test_a_clone_whose_attributes_ask_for_crlf(clone: Clone, tmp_path: Path) -> None:
    (clone.top / ".gitattributes").write_text("* text=auto eol=crlf\n", encoding="utf-8")
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "-m", "CRLF")
    other = cloned(clone, tmp_path)
    other.git("config", "core.safecrlf", "false")
    assert b"\r\n" in (other.root / DEPLOYMENT).read_bytes()
    assert other.sync("--check")[0] == 0
    commits(other)


def test_a_shallow_clone_commits_and_pushes(clone: Clone, tmp_path: Path) -> None:
    clone.git("commit", "--quiet", "--allow-empty", "-m", "More")
    other = cloned(clone, tmp_path, "--depth", "1")
    assert other.git("rev-list", "--count", "HEAD") == "1\n"
    commits(other)
    code, _, err = other.sync("--commit", "--push", "--branch", "shallow")
    assert (code, err) == (0, "")
    assert other.git("ls-remote", "origin", "shallow").split()[0] == other.git("rev-parse", "HEAD").strip()


def test_a_git_directory_elsewhere(clone: Clone, tmp_path: Path) -> None:
    commits(cloned(clone, tmp_path, "--separate-git-dir", str(tmp_path / "elsewhere.git")))


def test_a_worktree_of_a_bare_repository(clone: Clone, tmp_path: Path) -> None:
    clone.git("clone", "--quiet", "--bare", str(clone.top), str(tmp_path / "bare.git"))
    clone.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "side", at=tmp_path / "bare.git")
    commits(at(clone, tmp_path / "tree"))


def test_in_a_bare_repository_there_is_nothing_to_sync(clone: Clone, tmp_path: Path) -> None:
    clone.git("clone", "--quiet", "--bare", str(clone.top), str(tmp_path / "bare.git"))
    code, out, err = at(clone, tmp_path / "bare.git").sync()
    assert (code, out) == (2, "")
    assert err.startswith("platform.yaml: ")


def test_a_sparse_checkout_is_completed_and_the_commit_lacks_nothing(clone: Clone, tmp_path: Path) -> None:
    """What Git left out is missing in the work tree, and sync proves the whole tree: it writes it again."""
    other = cloned(clone, tmp_path)
    other.git("sparse-checkout", "set", "base", "images", "overlays/dev", "clusters/dev")
    assert not (other.root / "overlays/prod").exists()
    before = other.git("ls-tree", "-r", "--name-only", "HEAD")
    commits(other)
    assert other.git("ls-tree", "-r", "--name-only", "HEAD") == before


def test_a_generated_file_that_a_person_renamed_is_theirs_and_the_old_name_comes_back(clone: Clone) -> None:
    clone.git("mv", DEPLOYMENT, "base/backend/mine.yaml")
    mine = (clone.root / "base/backend/mine.yaml").read_bytes()
    code, out, err = clone.sync()
    assert (code, err) == (0, "")
    assert "changed base: 1 created (backend)" in out
    assert (clone.root / "base/backend/mine.yaml").read_bytes() == mine == (clone.root / DEPLOYMENT).read_bytes()


def test_a_generated_folder_that_a_person_renamed_is_theirs(clone: Clone) -> None:
    clone.git("mv", "base/backend", "base/api")
    mine = {path.name: path.read_bytes() for path in (clone.root / "base/api").iterdir()}
    assert clone.sync()[0] == 0
    assert {path.name: path.read_bytes() for path in (clone.root / "base/api").iterdir()} == mine
    assert {path.name: path.read_bytes() for path in (clone.root / "base/backend").iterdir()} == mine


def test_a_file_that_was_renamed_in_case_only_is_said(clone: Clone) -> None:
    clone.git("mv", DEPLOYMENT, "base/backend/Deployment.yaml")
    code, _, err = clone.sync()
    assert code == 2
    assert err == (
        f"base/backend/Deployment.yaml: differs only in case from {DEPLOYMENT}, which sync writes; where case does not "
        "count they are one file. Move it away, then sync again\n"
    )


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o755, 0o600], ids=oct)
def test_a_file_whose_mode_was_changed_is_written_and_readable_for_all(clone: Clone, mode: int) -> None:
    (clone.root / CHANGED).chmod(mode)
    clone.widen()
    assert clone.sync("--commit")[0] == 0
    assert (clone.root / CHANGED).stat().st_mode & 0o777 == 0o644
    assert clone.git("ls-files", "--stage", CHANGED).startswith("100644 ")


@pytest.mark.parametrize(
    "path", [DEPLOYMENT, "base/backend", "base", "overlays/dev/frontend", "clusters/prod/platform"]
)
def test_a_link_out_of_the_tree_is_never_written_through(clone: Clone, tmp_path: Path, path: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (clone.root / path).rename(elsewhere)
    (clone.root / path).symlink_to(elsewhere)
    files = [elsewhere, *elsewhere.rglob("*")] if elsewhere.is_dir() else [elsewhere]
    before = {each: each.read_bytes() for each in files if each.is_file()}
    clone.widen()
    code, out, err = clone.sync("--commit")
    kind = "file" if path == DEPLOYMENT else "folder"
    stands = "where sync writes a file" if kind == "file" else "where sync needs a folder"
    assert (code, out) == (2, "")
    assert err == f"{path}: a symbolic link stands {stands}. Move it away, then sync again\n"
    assert {each: each.read_bytes() for each in files if each.is_file()} == before
    assert (clone.root / path).is_symlink()


def test_two_syncs_at_once_end_in_one_whole_tree(clone: Clone) -> None:
    """Each either does its work or says who holds the lock."""
    command = (sys.executable, "-m", "generators.sync", "--quiet")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for most in range(3, 6):
        text = (clone.root / "platform.yaml").read_text(encoding="utf-8")
        (clone.root / "platform.yaml").write_text(
            text.replace(f"between: [1, {most - 1}]}}}}\n      backend", f"between: [1, {most}]}}}}\n      backend"),
            encoding="utf-8",
        )
        runs = [
            subprocess.Popen(command, cwd=clone.root, env=environment, stderr=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        ends = [(run.communicate()[1], run.returncode) for run in runs]
        for said, code in ends:
            # The one that holds the lock may not have written its name into it yet.
            held = (".roadstead/lock: held by process ", ".roadstead/lock: held by another process. Wait until ")
            assert (said, code) == ("", 0) or (said.startswith(held) and code == 2)
        assert ("", 0) in ends
    assert clone.sync("--check")[0] == 0
    assert f"value: {most}\n" in (clone.root / CHANGED).read_text(encoding="utf-8")
