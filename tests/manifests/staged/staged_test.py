"""What is laid out of a real index, with real Git."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from manifests.errors import UserError
from manifests.staged import staged_tree
from manifests.staged.selection import LIMIT

Git = Callable[..., str]


@pytest.fixture
def top(tmp_path: Path) -> Path:
    place = tmp_path.resolve() / "work"
    place.mkdir()
    return place


@pytest.fixture
def git(top: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git in the new repository `top`, free of what this machine or an outer hook sets."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*arguments: str, fails: bool = False) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
        ran = subprocess.run(("git", *identity, *arguments), cwd=top, capture_output=True, text=True)
        assert (ran.returncode != 0) is fails, ran.stderr
        return ran.stdout

    run("init", "--quiet", "--initial-branch=main")
    return run


def write(top: Path, path: str, text: str = "a: 1\n") -> None:
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).write_text(text, encoding="utf-8")


def laid_out(top: Path) -> dict[str, str]:
    with staged_tree(top) as staged:
        return contents(staged.root)


def contents(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): f"-> {path.readlink()}" if path.is_symlink() else path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def notes(top: Path) -> tuple[str, ...]:
    with staged_tree(top) as staged:
        return staged.notes


def test_the_index_is_laid_out_and_nothing_else(top: Path, git: Git) -> None:
    write(top, "a.yaml", "staged: 1\n")
    write(top, "gone.yaml")
    git("add", "a.yaml", "gone.yaml")
    write(top, "a.yaml", "unstaged: 1\n")
    write(top, "untracked.yaml")
    (top / "gone.yaml").unlink()
    assert laid_out(top) == {"a.yaml": "staged: 1\n", "gone.yaml": "a: 1\n"}


def test_beside_yaml_and_json_only_what_a_kustomization_can_read_is_laid_out(top: Path, git: Git) -> None:
    for path in ("app/Kustomization", "app/sql/a.sql", "app/run.sh", "a.json", "b.yml", "main.py", "docs/a.sql"):
        write(top, path)
    git("add", ".")
    assert [*laid_out(top)] == ["a.json", "app/Kustomization", "app/run.sh", "app/sql/a.sql", "b.yml"]


@pytest.mark.parametrize(
    "name", ["a b.yaml", "ключ.yaml", ":(glob)x*.yaml", "-n.yaml", 'quote".yaml', "line\nend.yaml"]
)
def test_names_are_taken_as_they_are(name: str, top: Path, git: Git) -> None:
    write(top, name)
    git("add", "--all")
    assert laid_out(top) == {name: "a: 1\n"}


def test_what_leaves_the_index_leaves_the_folder_and_what_stays_is_not_written_again(top: Path, git: Git) -> None:
    for path in ("a.yaml", "deep/er/b.yaml", "c.yaml"):
        write(top, path)
    git("add", ".")
    with staged_tree(top) as staged:
        before = (staged.root / "a.yaml").stat()
    git("rm", "--cached", "--quiet", "deep/er/b.yaml")
    write(top, "c.yaml", "changed: 1\n")
    git("add", "c.yaml")
    with staged_tree(top) as staged:
        assert contents(staged.root) == {"a.yaml": "a: 1\n", "c.yaml": "changed: 1\n"}
        assert not (staged.root / "deep").exists()
        after = (staged.root / "a.yaml").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_file_becomes_a_folder_and_a_folder_a_file(top: Path, git: Git) -> None:
    write(top, "a.yaml")
    write(top, "b.yaml/c.yaml")
    git("add", ".")
    laid_out(top)
    git("rm", "-r", "-f", "--quiet", ".")
    write(top, "a.yaml/c.yaml")
    write(top, "b.yaml")
    git("add", ".")
    assert laid_out(top) == {"a.yaml/c.yaml": "a: 1\n", "b.yaml": "a: 1\n"}


def test_what_somebody_changed_in_the_folder_is_written_again(top: Path, git: Git) -> None:
    write(top, "a.yaml")
    write(top, "b.yaml")
    git("add", ".")
    with staged_tree(top) as staged:
        (staged.root / "a.yaml").write_text("other: 1\n", encoding="utf-8")
        (staged.root / "b.yaml").unlink()
    assert laid_out(top) == {"a.yaml": "a: 1\n", "b.yaml": "a: 1\n"}


def test_a_killed_run_leaves_no_record_and_the_next_begins_anew(top: Path, git: Git) -> None:
    write(top, "a.yaml")
    git("add", ".")
    with staged_tree(top) as staged:
        (staged.root / "half.yaml").write_text("a", encoding="utf-8")
        (staged.root.parent / "record.json").unlink()
    assert laid_out(top) == {"a.yaml": "a: 1\n"}


def test_a_second_run_at_the_same_time_has_a_folder_of_its_own(top: Path, git: Git) -> None:
    write(top, "a.yaml")
    git("add", ".")
    with staged_tree(top) as first:
        with staged_tree(top) as second:
            assert first.root != second.root
            assert contents(first.root) == contents(second.root) == {"a.yaml": "a: 1\n"}
        assert not second.root.exists()
    assert first.root.exists()
    assert git("status", "--porcelain") == "A  a.yaml\n"


def test_what_is_only_announced_is_in_no_commit(top: Path, git: Git) -> None:
    write(top, "empty.yaml", "")
    git("add", "empty.yaml")
    write(top, "announced.yaml")
    git("add", "--intent-to-add", "announced.yaml")
    assert laid_out(top) == {"empty.yaml": ""}


def test_links_within_the_repository_are_links_and_those_that_lead_out_are_left_out(top: Path, git: Git) -> None:
    write(top, "base/a.yaml")
    write(top, "outside/a.yaml")
    (top / "inside").symlink_to("base")
    (top / "absolute").symlink_to("/etc")
    (top / "upwards").symlink_to(f"base/../../{top.name}/outside")
    (top / "base/deep").symlink_to("..")
    (top / "through").symlink_to("base/deep/../x")
    git("add", "--all")
    for _ in range(2):
        assert laid_out(top) == {
            "base/a.yaml": "a: 1\n",
            "base/deep": "-> ..",
            "inside": "-> base",
            "outside/a.yaml": "a: 1\n",
        }
        assert notes(top) == tuple(
            f"{path}: a link that leads out of the repository, so it is left out"
            for path in ("absolute", "through", "upwards")
        )


def test_a_submodule_is_left_out_and_said(top: Path, git: Git, tmp_path: Path) -> None:
    write(top, "a.yaml")
    git("add", ".")
    git("commit", "--quiet", "-m", "a")
    git("clone", "--quiet", str(top), str(tmp_path / "other"))
    git("submodule", "--quiet", "add", str(tmp_path / "other"), "vendor/lib")
    assert sorted(laid_out(top)) == ["a.yaml"]
    assert notes(top) == ("vendor/lib: a submodule: its files are not in this index, so they are left out",)


def test_a_very_large_file_is_left_out_and_said_but_never_a_manifest(top: Path, git: Git) -> None:
    large = "#" * LIMIT + "\n"
    for path in ("app/kustomization.yaml", "app/small.txt"):
        write(top, path)
    write(top, "app/large.txt", large)
    write(top, "app/large.yaml", large + "x: 1\n")
    git("add", ".")
    for _ in range(2):
        assert sorted(laid_out(top)) == ["app/kustomization.yaml", "app/large.yaml", "app/small.txt"]
        assert notes(top) == ("app/large.txt: larger than 16 MiB, so it is left out",)


def test_conflicts_are_named(top: Path, git: Git) -> None:
    write(top, "a.yaml")
    git("add", ".")
    git("commit", "--quiet", "-m", "a")
    git("switch", "--quiet", "-c", "other")
    write(top, "a.yaml", "a: 2\n")
    git("commit", "--quiet", "-a", "-m", "b")
    git("switch", "--quiet", "main")
    write(top, "a.yaml", "a: 3\n")
    git("commit", "--quiet", "-a", "-m", "c")
    git("merge", "other", fails=True)
    with pytest.raises(UserError) as error, staged_tree(top):
        pass
    assert str(error.value) == "a.yaml: in conflict in the Git index; resolve it, `git add` it, then run this again"


def test_without_a_repository_git_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UserError) as error, staged_tree(tmp_path):
        pass
    assert str(error.value) == (
        "--staged: fatal: not a git repository (or any of the parent directories): .git; run it in a Git work tree, "
        "or without --staged"
    )


def test_without_git_the_way_out_is_said(top: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(top))
    with pytest.raises(UserError) as error, staged_tree(top):
        pass
    assert str(error.value) == "--staged: git was not found; install Git, or run without --staged"


def test_a_blob_that_is_gone_is_named(top: Path, git: Git) -> None:
    blob = "1" * 40
    git("update-index", "--add", "--cacheinfo", f"100644,{blob},a.yaml")
    with pytest.raises(UserError) as error, staged_tree(top):
        pass
    assert str(error.value) == f"{blob}: git has no such blob, but the index names it; `git fsck` says more"


def test_an_empty_index_lays_out_an_empty_folder(top: Path, git: Git) -> None:
    write(top, "untracked.yaml")
    assert laid_out(top) == {}


def test_a_folder_that_cannot_be_made_is_named(top: Path, git: Git) -> None:
    place = top / ".git/roadstead-staged"
    place.write_text("", encoding="utf-8")
    with pytest.raises(UserError) as error, staged_tree(top):
        pass
    said = "what is staged cannot be laid out: File exists; put that right, or run without --staged"
    assert str(error.value) == f"{place}: {said}"


def test_what_is_listed_is_laid_out_for_any_sequence_of_indexes(top: Path, git: Git) -> None:
    """Files, links and folders in each other's place, in an order that a seed decides."""
    chance = random.Random(4)
    paths = ("a.yaml", "a.yaml/b.yaml", "c", "c/d.json", "c/d.json/e.yaml", "kustomization.yaml", "x.txt")
    for _ in range(60):
        git("read-tree", "--empty")
        expected: dict[str, str] = {}
        for path in chance.sample(paths, 4):
            if any(path.startswith(f"{other}/") or other.startswith(f"{path}/") for other in expected):
                continue
            text = chance.choice(("one", "two"))
            mode = chance.choice(("100644", "100755", "120000"))
            write(top, f".git/text-{text}", text)
            blob = git("hash-object", "-w", f".git/text-{text}").strip()
            git("update-index", "--add", "--cacheinfo", f"{mode},{blob},{path}")
            expected[path] = f"-> {text}" if mode == "120000" else text
        everything = "kustomization.yaml" in expected
        kept = {
            path: text
            for path, text in expected.items()
            if everything or text.startswith("->") or path.endswith((".yaml", ".json"))
        }
        assert laid_out(top) == kept
