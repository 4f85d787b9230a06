"""`check --against` in real repositories: what a branch adds and what it puts right."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: {name}}}
spec:
  containers:
    - {{name: app, image: "app:{tag}"}}
"""
POLICIES = "rules: {images/tag-pinned: {}}\n"


class Repository:
    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> None:
        command = ("git", "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments)
        subprocess.run(command, cwd=self.top, check=True, capture_output=True)

    def commit(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            (self.top / path).parent.mkdir(parents=True, exist_ok=True)
            (self.top / path).write_text(text, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a commit")

    def check(self, *arguments: str, folder: str = ".") -> tuple[int, list[str]]:
        """Exit code and the lines on both outputs."""
        done = subprocess.run(
            [sys.executable, "-m", "policies.check", "--rules", "images/tag-pinned", *arguments],
            cwd=self.top / folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, [line.partition(" objects,")[0] for line in (done.stdout + done.stderr).splitlines()]


@pytest.fixture
def branch(tmp_path: Path) -> Repository:
    """A branch that mends pod a and breaks pod b, while pod c was wrong all the time; main went on meanwhile."""
    repository = Repository(tmp_path / "repository")
    pods = {
        f"{name}.yaml": POD.format(name=name, tag=tag) for name, tag in (("a", "latest"), ("b", 1), ("c", "latest"))
    }
    repository.commit({"policies.yaml": POLICIES, **pods})
    repository.git("switch", "--quiet", "--create", "branch")
    repository.commit(
        {"a.yaml": POD.format(name="a", tag=2), "b.yaml": "# moved\n" + POD.format(name="b", tag="latest")}
    )
    repository.git("switch", "--quiet", "main")
    repository.commit({"c.yaml": POD.format(name="c", tag=3)})
    repository.git("switch", "--quiet", "branch")
    return repository


ADDED = (
    "b.yaml:7:19: error: Pod/b/app: image app:latest has the tag latest. Write the version as tag, better with its "
    "digest. [images/tag-pinned]"
)


def test_only_what_the_branch_adds_is_reported_and_what_it_mends_is_said(branch: Repository) -> None:
    code, lines = branch.check("--against", "main")
    assert code == 1
    assert lines == [
        ADDED,
        "a.yaml:6:19: gone: Pod/a/app: image app:latest has the tag latest [images/tag-pinned]",
        "1 error added, 1 gone since main, 3",
    ]


def test_a_branch_that_adds_nothing_is_exit_0(branch: Repository) -> None:
    branch.commit({"b.yaml": POD.format(name="b", tag=2)})
    code, lines = branch.check("--against", "main")
    assert (code, lines[-1]) == (0, "no findings added, 1 gone since main, 3")


def test_json_holds_both_sides(branch: Repository) -> None:
    branch.check("--against", "main", "--format", "json", "--output", "report.json", "--quiet", ".")
    body = json.loads((branch.top / "report.json").read_text(encoding="utf-8"))
    assert body["against"] == "main"
    assert [each["object"]["name"] for each in body["findings"]] == ["b"]
    assert [each["object"]["name"] for each in body["removed"]] == ["a"]


def test_what_is_staged_is_held_against_the_last_commit(branch: Repository) -> None:
    (branch.top / "b.yaml").write_text(POD.format(name="b", tag=3), encoding="utf-8")
    assert branch.check("--staged", "--against", "HEAD")[1] == ["no findings added, 0 gone since HEAD, 3"]
    branch.git("add", "b.yaml")
    code, lines = branch.check("--staged", "--against", "HEAD")
    assert (code, lines[-1]) == (0, "no findings added, 1 gone since HEAD, 3")


def test_a_folder_that_was_not_there_is_new_as_a_whole(branch: Repository) -> None:
    branch.commit({"new/d.yaml": POD.format(name="d", tag="latest")})
    code, lines = branch.check("--against", "main", "new")
    assert (code, lines[-1].startswith("1 error added, 0 gone since main, 1 object, ")) == (1, True)


def test_a_commit_before_the_first_manifest_had_no_finding(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit({"README.md": "empty\n"})
    repository.git("tag", "start")
    repository.commit({"a.yaml": POD.format(name="a", tag="latest")})
    code, lines = repository.check("--against", "start")
    assert (code, lines[-1].startswith("1 error added, 0 gone since start, ")) == (1, True)


@pytest.mark.parametrize(
    ("ref", "line"),
    [
        ("nothing", "--against nothing: no such commit; fetch it, or name a branch, a tag or a commit"),
        ("--all", "--against --all: no such commit; fetch it, or name a branch, a tag or a commit"),
    ],
    ids=["a name that is not there", "an option of git"],
)
def test_a_commit_that_is_not_there_is_one_line(branch: Repository, ref: str, line: str) -> None:
    assert branch.check(f"--against={ref}") == (2, [line])


def test_no_git_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(POD.format(name="a", tag=1), encoding="utf-8")
    repository = Repository.__new__(Repository)
    repository.top = tmp_path
    code, lines = repository.check("--against", "main")
    assert (code, len(lines)) == (2, 1)
    assert lines[0].endswith("run it in a Git work tree, or without --against")
