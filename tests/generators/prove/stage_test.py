"""The copy that kustomize builds from: what cannot be copied is said, not thrown."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generators.prove.stage import staged
from manifests.errors import UserError


def test_generated_files_lie_beside_what_people_wrote(tmp_path: Path) -> None:
    (tmp_path / "extras/all/backend").mkdir(parents=True)
    (tmp_path / "extras/all/backend/patch.yaml").write_text("a: 1\n", encoding="utf-8")
    with staged({"base/backend/service.yaml": "b: 2\n"}, tmp_path) as stage:
        assert (stage / "extras/all/backend/patch.yaml").read_text(encoding="utf-8") == "a: 1\n"
        assert (stage / "base/backend/service.yaml").read_text(encoding="utf-8") == "b: 2\n"
    assert not stage.exists()


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "extras/all/backend").mkdir(parents=True)
    os.mkfifo(tmp_path / "extras/all/backend/pipe")
    with (
        pytest.raises(UserError, match=r"^extras/all/backend/pipe: cannot be read: .*named pipe"),
        staged({}, tmp_path),
    ):
        pass


@contextmanager
def no_room() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("theirs", [pytest.param(True, id="of extras"), pytest.param(False, id="of generated files")])
def test_a_copy_without_room_says_where(tmp_path: Path, theirs: bool) -> None:
    files = {} if theirs else {"base/large.yaml": "x" * 5000}
    if theirs:
        (tmp_path / "extras/all/backend").mkdir(parents=True)
        (tmp_path / "extras/all/backend/large.yaml").write_text("x" * 5000, encoding="utf-8")
    with pytest.raises(UserError) as raised, no_room(), staged(files, tmp_path):
        pass
    assert str(raised.value).endswith(
        ": cannot hold a copy of the repository: File too large. Put that right, then run it again"
    )


LINKS = [
    pytest.param("/etc", id="out of the repository, absolute"),
    pytest.param("../../../../outside", id="out of the repository, relative"),
    pytest.param("here", id="in a circle"),
]


@pytest.mark.parametrize("target", LINKS)
def test_a_link_that_leads_out_is_refused(tmp_path: Path, target: str) -> None:
    root = tmp_path / "repository"
    (root / "extras/all").mkdir(parents=True)
    (root / "extras/all/here").symlink_to(target)
    with pytest.raises(UserError) as raised, staged({}, root):
        pass
    assert str(raised.value) == (
        "extras/all/here: a link that leads out of the repository, or is absolute; put the files themselves there"
    )


def test_a_link_within_the_repository_is_copied_as_a_link(tmp_path: Path) -> None:
    (tmp_path / "extras/all/backend").mkdir(parents=True)
    (tmp_path / "extras/prod").mkdir()
    (tmp_path / "extras/prod/backend").symlink_to("../all/backend")
    with staged({}, tmp_path) as stage:
        assert (stage / "extras/prod/backend").readlink() == Path("../all/backend")
