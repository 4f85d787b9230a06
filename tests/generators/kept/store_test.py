"""What is kept is never believed blindly: whatever became of it, the verdict is the right one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generators.kept import store
from generators.kept.store import FOLDER, Kept, read_kept, write_kept
from generators.prove.alone import Alone
from generators.prove.built_object import built_objects
from generators.tree.generated_file import GeneratedFile
from generators.tree.rendering import Rendering
from tests.generators.kept.small_platform import EVERY_FOLDER, Spy, change, write

BODY = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"é": "ü\n"}}
FILES = {"overlays/dev/a/kustomization.yaml": GeneratedFile("kind: Kustomization # é\n", "/components/a")}
ONE = Kept("key", Rendering("values", FILES), Alone(built_objects([BODY, BODY]), b"said"))
BARE = Kept("", Rendering("", {}), None)
BUILT = Kept("other", None, Alone((), None))


def files_of(root: Path) -> list[Path]:
    return sorted((root / FOLDER).iterdir())


def test_what_was_kept_is_read(tmp_path: Path) -> None:
    kept = {"overlays/dev/a": ONE, "base/a": BARE, "clusters/dev/platform": BUILT}
    write_kept(tmp_path, "here", kept, kept)
    assert read_kept(tmp_path, "here") == kept
    assert (tmp_path / ".roadstead/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_in_other_circumstances_nothing_is_known(tmp_path: Path) -> None:
    write_kept(tmp_path, "here", {"a": ONE}, {"a"})
    assert read_kept(tmp_path, "there") == {}


def test_what_is_kept_no_longer_goes(tmp_path: Path) -> None:
    many = {f"overlays/dev/{number}": ONE for number in range(300)}
    write_kept(tmp_path, "here", many, many)
    assert len(files_of(tmp_path)) == 8
    few = {"overlays/dev/0": ONE}
    write_kept(tmp_path, "here", few, set(many) - set(few))
    assert [path.name for path in files_of(tmp_path)] == ["0-of-1.kept"]
    assert read_kept(tmp_path, "here") == few


def test_only_the_files_of_what_changed_are_written(tmp_path: Path) -> None:
    many = {f"overlays/dev/{number}": ONE for number in range(300)}
    write_kept(tmp_path, "here", many, many)
    before = {path: path.stat().st_ino for path in files_of(tmp_path)}
    write_kept(tmp_path, "here", {**many, "overlays/dev/7": BUILT}, {"overlays/dev/7"})
    assert [path.stat().st_ino == number for path, number in before.items()].count(False) == 1
    assert read_kept(tmp_path, "here") == {**many, "overlays/dev/7": BUILT}


def test_more_than_there_is_room_for_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"overlays/dev/{number}": ONE for number in range(300)}
    monkeypatch.setattr(store, "MOST_BYTES", 60_000)
    write_kept(tmp_path, "here", many, many)
    assert 0 < sum(path.stat().st_size for path in files_of(tmp_path)) <= 60_000
    assert 0 < len(read_kept(tmp_path, "here")) < 300


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path, FOLDER, "a file of a person")
    write_kept(tmp_path, "here", {"a": ONE}, {"a"})
    assert (tmp_path / FOLDER).read_text(encoding="utf-8") == "a file of a person"
    assert read_kept(tmp_path, "here") == {}


def only(root: Path) -> Path:
    [path] = files_of(root)
    return path


def flip(root: Path, at: int) -> None:
    data = bytearray(only(root).read_bytes())
    data[at] ^= 1
    only(root).write_bytes(data)


def to_a_link(root: Path) -> None:
    only(root).rename(root / "elsewhere")
    (root / FOLDER / "0-of-1.kept").symlink_to(root / "elsewhere")


def to_a_pipe(root: Path) -> None:
    path = only(root)
    path.unlink()
    os.mkfifo(path)


def to_a_linked_folder(root: Path) -> None:
    (root / FOLDER).rename(root / "elsewhere")
    (root / FOLDER).symlink_to(root / "elsewhere")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda root: flip(root, 3), id="a bit of its hash is turned"),
        pytest.param(lambda root: flip(root, 100), id="a bit of its index is turned"),
        pytest.param(lambda root: flip(root, -100), id="a bit of its texts is turned"),
        pytest.param(lambda root: only(root).write_bytes(only(root).read_bytes()[:-1]), id="torn"),
        pytest.param(lambda root: only(root).write_bytes(b""), id="emptied by a power cut"),
        pytest.param(lambda root: only(root).write_bytes(b"\0" * 1000), id="nothing but zeros"),
        pytest.param(lambda root: only(root).write_bytes(b"[" * 100_000), id="another's file"),
        pytest.param(lambda root: shutil.rmtree(root / FOLDER), id="gone"),
        pytest.param(to_a_link, id="a link"),
        pytest.param(to_a_pipe, id="a pipe"),
        pytest.param(to_a_linked_folder, id="behind a link"),
    ],
)
def test_what_is_damaged_counts_as_not_kept(damage: Callable[[Path], object], synced: Spy) -> None:
    damage(synced.root)
    change(synced.root, "LOG_LEVEL: debug", "LOG_LEVEL: trace")
    assert synced.sync() == (0, EVERY_FOLDER)
    assert "LOG_LEVEL=trace" in (synced.root / "overlays/dev/api/settings/kustomization.yaml").read_text(
        encoding="utf-8"
    )


def test_a_write_that_was_killed_leaves_what_was_kept_before(synced: Spy) -> None:
    only(synced.root).with_suffix(".new").write_bytes(b"half")
    change(synced.root, "LOG_LEVEL: debug", "LOG_LEVEL: trace")
    assert synced.sync() == (0, {"overlays/dev/api"})
    assert [path.name for path in files_of(synced.root)] == ["0-of-1.kept"]


def test_no_secret_is_kept(synced: Spy) -> None:
    extras = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [secret.yaml]\n"
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {token: never-to-be-kept}\n"
    write(synced.root, "extras/dev/web/kustomization.yaml", extras)
    write(synced.root, "extras/dev/web/secret.yaml", secret)
    write(synced.root, "policies.yaml", "rules:\n  secrets/plaintext-secret: {enabled: false}\n")
    assert synced.sync() == (0, {"overlays/dev/web"})
    assert b'"overlays/dev/web"' not in only(synced.root).read_bytes()
    assert b"never-to-be-kept" not in only(synced.root).read_bytes()
