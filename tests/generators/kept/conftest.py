"""A small platform, synced once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generators.kept.small_platform import EVERY_FOLDER, Spy, write_small_platform


@pytest.fixture
def synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spy:
    """The small platform, synced once."""
    write_small_platform(tmp_path)
    spy = Spy(tmp_path, monkeypatch)
    assert spy.sync() == (0, EVERY_FOLDER)
    return spy
