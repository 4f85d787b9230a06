"""Text files as they stand, or a sentence with the name that the caller gave."""

import os
from pathlib import Path

import pytest

from manifests.errors import UserError
from manifests.text_file import read_text_file


def test_every_byte_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\xef\xbb\xbfa\r\n\xc3\xa9")
    assert read_text_file(path, "file") == "\ufeffa\r\n\u00e9"


def test_what_cannot_be_read_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"ab\xe9")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    with (tmp_path / "large").open("wb") as file:
        file.truncate((16 << 20) + 1)
    for name, why in (
        ("latin", "byte 2 is not UTF-8; save the file as UTF-8"),
        ("pipe", "cannot be read: it is a pipe; write a file"),
        ("device", "cannot be read: it is a device; write a file"),
        ("large", "cannot be read: it is larger than 16 MiB; split it"),
        (".", "cannot be read: Is a directory"),
    ):
        with pytest.raises(UserError) as caught:
            read_text_file(tmp_path / name, "the/name")
        assert str(caught.value) == f"the/name: {why}"


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(16 << 20)
    assert len(read_text_file(tmp_path / "large", "large")) == 16 << 20


def test_a_file_that_is_not_there_is_for_the_caller_to_say(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_text_file(tmp_path / "gone", "gone")
