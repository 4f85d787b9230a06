"""After a merge of two branches one sync gives what a sync into an empty repository gives, and no edit is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Clone

OUTPUTS = ("platform.schema.json", "base", "overlays", "clusters")
HPA = "overlays/dev/frontend/settings/kustomization.yaml"
QUOTA = "overlays/dev/namespace/resource-quota.yaml"
REDIS = """\
  redis:
    type: redis
    version: "8"
    resources: {requests: {cpu: 100m, memory: 512Mi}, limits: {memory: 512Mi}}
    singleton: {reason: a cache the backend can work without, owner: backend-team, expires: 2027-06-30}

"""


def outputs(root: Path) -> dict[str, bytes]:
    files = [path for name in OUTPUTS for path in (root / name, *(root / name).rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def cold(clone: Clone, tmp_path: Path) -> dict[str, bytes]:
    """What a sync of the same inputs writes into an empty repository."""
    root = tmp_path / "cold"
    (root / "images").mkdir(parents=True)
    for name in ("platform.yaml", "policies.yaml"):
        shutil.copyfile(clone.root / name, root / name)
    shutil.copytree(clone.root / "images/pins", root / "images/pins")
    code, _, err = Clone(root, root, clone.monkeypatch, clone.capsys).sync("--quiet")
    assert code == 0, err
    return outputs(root)


def say(clone: Clone, *changes: tuple[str, str]) -> None:
    """Change platform.yaml."""
    path = clone.root / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def branch(clone: Clone, name: str, *changes: tuple[str, str]) -> None:
    """A branch off main on which platform.yaml is changed, synced and committed."""
    clone.git("switch", "--quiet", "-c", name, "main")
    say(clone, *changes)
    code, _, err = clone.sync("--commit")
    assert code == 0, err


def merge(clone: Clone, name: str) -> list[str]:
    """Merge a branch into the current one; the paths that Git could not merge."""
    subprocess.run(("git", "merge", "--quiet", "--no-edit", name), cwd=clone.top, capture_output=True, check=False)
    return clone.git("diff", "--name-only", "--diff-filter=U").splitlines()


def test_changes_in_different_places_merge_and_nothing_is_left_to_do(clone: Clone, tmp_path: Path) -> None:
    branch(clone, "one", ("LOG_LEVEL: debug", "LOG_LEVEL: trace"))
    branch(clone, "two", ("postgres: {instances: 1, storage: 5Gi}", "postgres: {instances: 1, storage: 6Gi}"))
    assert merge(clone, "one") == []
    code, _, err = clone.sync()
    assert (code, err) == (0, "")
    assert outputs(clone.root) == cold(clone, tmp_path)


def test_generated_files_that_both_changed_are_written_anew(clone: Clone, tmp_path: Path) -> None:
    branch(clone, "three", ("frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 5]}}"))
    branch(clone, "four", ("frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 4]}}"))
    assert merge(clone, "three") == [HPA, QUOTA, "platform.yaml"]
    say(
        clone,
        ("<<<<<<< HEAD\n", ""),
        ("=======\n", ""),
        (">>>>>>> three\n", ""),
        ("      frontend: {scale: {between: [1, 5]}}\n", ""),
    )
    code, out, err = clone.sync()
    assert (code, err) == (0, "")
    assert "changed dev: 2 changed (frontend, namespace)" in out
    assert outputs(clone.root) == cold(clone, tmp_path)
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--no-edit")
    assert clone.git("status", "--porcelain") == ""


def test_a_platform_yaml_that_is_torn_stops_sync_and_changes_nothing(clone: Clone) -> None:
    branch(clone, "one", ("frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 5]}}"))
    branch(clone, "two", ("frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 4]}}"))
    assert "platform.yaml" in merge(clone, "one")
    before = outputs(clone.root)
    code, out, err = clone.sync()
    assert (code, out) == (2, "")
    assert err.startswith("platform.yaml:")
    assert outputs(clone.root) == before


def test_a_component_that_one_removed_and_the_other_changed(clone: Clone, tmp_path: Path) -> None:
    """Git leaves the changed files of what is removed: nothing wants them, and they go."""
    branch(clone, "gone", (REDIS, ""), ("needs: [postgres, redis, model]        #", "needs: [postgres, model]  #"))
    shutil.rmtree(clone.root / "images/pins/dev/redis", ignore_errors=True)
    branch(clone, "more", ("cpu: 100m, memory: 512Mi", "cpu: 200m, memory: 512Mi"))
    unmerged = merge(clone, "gone")
    assert "base/redis/stateful-set.yaml" in unmerged
    assert "platform.yaml" in unmerged
    clone.git("checkout", "--theirs", "platform.yaml")
    code, _, err = clone.sync()
    assert (code, [line for line in err.splitlines() if not line.startswith("warning: ")]) == (0, [])
    assert outputs(clone.root) == cold(clone, tmp_path)
    assert not (clone.root / "base/redis").exists()


def test_a_component_that_both_added(clone: Clone, tmp_path: Path) -> None:
    new = REDIS.replace("  redis:", "  cache:")
    branch(clone, "one", ("environments:\n", new + "environments:\n"))
    branch(clone, "two", ("environments:\n", new.replace("512Mi", "256Mi") + "environments:\n"))
    unmerged = merge(clone, "one")
    assert "base/cache/stateful-set.yaml" in unmerged
    clone.git("checkout", "--ours", "platform.yaml")
    code, _, err = clone.sync()
    assert (code, err) == (0, "")
    assert outputs(clone.root) == cold(clone, tmp_path)


def edited_and_regenerated(clone: Clone) -> None:
    """On `edit` a person changed a generated file by hand; on `next` platform.yaml changed the same file."""
    clone.git("switch", "--quiet", "-c", "edit", "main")
    path = clone.root / HPA
    path.write_text(path.read_text(encoding="utf-8").replace("value: 2\n", "value: 9\n"), encoding="utf-8")
    clone.git("commit", "--quiet", "-am", "By hand")
    branch(clone, "next", ("frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 3]}}"))


def test_an_edit_that_comes_with_a_merge_stops_sync(clone: Clone) -> None:
    clone.git("switch", "--quiet", "-c", "edit", "main")
    path = clone.root / HPA
    path.write_text(path.read_text(encoding="utf-8").replace("value: 2\n", "value: 9\n"), encoding="utf-8")
    clone.git("commit", "--quiet", "-am", "By hand")
    branch(clone, "next", ("postgres: {instances: 1, storage: 5Gi}", "postgres: {instances: 1, storage: 6Gi}"))
    assert merge(clone, "edit") == []
    code, out, err = clone.sync()
    assert (code, out) == (1, "")
    assert f"{HPA}: edited by hand, and sync would lose that." in err
    assert "value: 9\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("here", "other"), [("next", "edit"), ("edit", "next")], ids=["theirs", "ours"])
def test_an_edit_in_a_torn_file_stops_sync_until_a_person_gives_it_up(
    clone: Clone, tmp_path: Path, here: str, other: str
) -> None:
    edited_and_regenerated(clone)
    clone.git("switch", "--quiet", here)
    assert merge(clone, other) == [HPA]
    torn = (clone.root / HPA).read_bytes()
    code, out, err = clone.sync()
    assert (code, out) == (1, "")
    assert f"{HPA}: " in err
    assert (clone.root / HPA).read_bytes() == torn
    code, _, err = clone.sync("--discard-edits", HPA)
    assert code == 0, err
    assert outputs(clone.root) == cold(clone, tmp_path)
