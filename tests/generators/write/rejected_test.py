from pathlib import Path

import pytest

from generators.write.rejected import clear_rejected, write_rejected
from manifests.errors import UserError


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_a_rejected_tree_replaces_the_one_before(tmp_path: Path) -> None:
    write_rejected(tmp_path, {"base/old/a.yaml": "a: 1\n"})
    assert (
        write_rejected(tmp_path, {"base/a/a.yaml": "a: 2\n", "platform.schema.json": "{}\n"}) == ".roadstead/rejected"
    )
    assert files(tmp_path) == {
        ".roadstead/.gitignore": "*\n",
        ".roadstead/rejected/base/a/a.yaml": "a: 2\n",
        ".roadstead/rejected/platform.schema.json": "{}\n",
    }


def test_a_rejected_tree_goes_when_a_later_one_passes(tmp_path: Path) -> None:
    write_rejected(tmp_path, {"base/a/a.yaml": "a: 1\n"})
    clear_rejected(tmp_path)
    clear_rejected(tmp_path)
    assert files(tmp_path) == {".roadstead/.gitignore": "*\n"}


def test_a_link_in_its_place_is_replaced_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("mine\n")
    (tmp_path / ".roadstead").mkdir()
    (tmp_path / ".roadstead/rejected").symlink_to(elsewhere)
    write_rejected(tmp_path, {"a.yaml": "a: 1\n"})
    assert files(elsewhere) == {"mine": "mine\n"}
    assert (tmp_path / ".roadstead/rejected/a.yaml").read_text() == "a: 1\n"


def test_a_file_in_the_place_of_its_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / ".roadstead").write_text("mine\n")
    with pytest.raises(UserError) as error:
        write_rejected(tmp_path, {"a.yaml": "a: 1\n"})
    assert str(error.value) == (
        ".roadstead: no folder, but sync keeps its own files there. Move it away, then run it again"
    )
