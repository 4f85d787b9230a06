import os
import signal
from pathlib import Path

import pytest

from generators.write.lock import locked
from manifests.errors import UserError


def hold_in_a_child(root: Path) -> int:
    """A process that holds the lock until it is killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with locked(root):
            os.write(writing, b"held")
            signal.pause()
    os.read(reading, 4)
    os.close(reading)
    os.close(writing)
    return child


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    child = hold_in_a_child(tmp_path)
    try:
        with pytest.raises(UserError) as error, locked(tmp_path):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert str(error.value) == (
        f".roadstead/lock: held by process {child}, roadstead sync. Wait until it has ended, then run this again"
    )


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    child = hold_in_a_child(tmp_path)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with locked(tmp_path, "roadstead pin"):
        assert (tmp_path / ".roadstead/lock").read_text() == f"process {os.getpid()}, roadstead pin\n"


def test_the_lock_can_be_taken_again_after_it_was_given_back(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path):
            pass


def test_git_never_sees_the_folder_of_the_lock(tmp_path: Path) -> None:
    with locked(tmp_path):
        pass
    assert (tmp_path / ".roadstead/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (".roadstead", ".roadstead: no folder, but sync keeps its own files there. Move it away, then run it again"),
        (
            ".roadstead/lock",
            ".roadstead/lock: a symbolic link stands where a file or folder must go. Move it away, then run it again",
        ),
    ],
    ids=["the folder is a link", "the lock is a link"],
)
def test_a_link_is_not_followed(tmp_path: Path, path: str, message: str) -> None:
    root, elsewhere = tmp_path / "root", tmp_path / "elsewhere"
    (root / path).parent.mkdir(parents=True)
    elsewhere.mkdir()
    (root / path).symlink_to(elsewhere)
    with pytest.raises(UserError) as error, locked(root):
        pass
    assert str(error.value) == message
    assert list(elsewhere.iterdir()) == []
