"""What the operating system refuses, in a child process that has really lost the right or the room."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from generators.tree.generated_file import GeneratedFile
from generators.write.disk import apply, read_present
from generators.write.plan import plan
from manifests.errors import UserError

NOBODY = 65534
OLD = {f"base/a/{number}.yaml": "a: 1\n" for number in range(12)}
NEW = {path: "a: 2\n" + "# more\n" * 200 for path in OLD} | {"overlays/prod/a/new.yaml": "a: 1\n"}


def sync(root: Path, texts: dict[str, str]) -> None:
    desired = {path: GeneratedFile(text, "") for path, text in texts.items()}
    present = read_present(root, desired.keys())
    apply(root, plan(desired, present.texts), present)


def in_a_child(root: Path, limit: Callable[[], None]) -> str:
    """What sync says to a person after `limit` took something away from the process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.chdir(root)
            limit()
            sync(Path(), NEW)
            os.write(writing, b"no error")
        except UserError as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return said


def without_rights() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def without_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def contents(root: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("closed", "limit", "message"),
    [
        (
            "base/a",
            without_rights,
            "base/a/0.yaml: no permission to write here. "
            "Give yourself write permission on the folder (chmod u+w), then run it again",
        ),
        (
            "overlays",
            without_rights,
            "overlays/prod: no permission to write here. "
            "Give yourself write permission on the folder (chmod u+w), then run it again",
        ),
        (
            "",
            without_room,
            "base/a/0.yaml: a limit on the size of files is reached. Raise it (ulimit -f), then run it again",
        ),
    ],
    ids=["a folder that may not be written", "a folder in which none may be made", "no room for a file"],
)
def test_sync_says_why_it_cannot_write_and_has_changed_nothing(
    tmp_path: Path, closed: str, limit: Callable[[], None], message: str
) -> None:
    (tmp_path / "overlays").mkdir()
    sync(tmp_path, OLD)
    for folder in [tmp_path, *tmp_path.rglob("*")]:
        if folder.is_dir():
            folder.chmod(0o777)
    if closed:
        (tmp_path / closed).chmod(0o555)
    before = contents(tmp_path)
    assert in_a_child(tmp_path, limit) == message
    assert contents(tmp_path) == before
    assert sorted(path.name for path in (tmp_path / "overlays").iterdir()) == []
    for folder in tmp_path.rglob("*"):
        folder.chmod(0o755)
    sync(tmp_path, NEW)
    assert contents(tmp_path).keys() == {str(tmp_path / path) for path in NEW}
