"""Temporary folders: in use, they stay; left by a killed process, they go."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from manifests.temporary import TemporaryFolder

ROOT = Path(__file__).parents[2]
HOLDS = """\
import sys, time
from manifests.temporary import TemporaryFolder
with TemporaryFolder(sys.argv[1]) as folder:
    (folder / "file").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


def age(folder: Path) -> None:
    os.utime(folder, (0, 0))


def start(home: Path) -> tuple[subprocess.Popen[str], Path]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(home)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_it_is_there_and_then_it_is_not(tmp_path: Path) -> None:
    with TemporaryFolder(str(tmp_path)) as folder:
        assert folder.parent == tmp_path
        (folder / "file").write_text("x", encoding="utf-8")
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    process, left = start(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    age(left)
    with TemporaryFolder(str(tmp_path)) as folder:
        assert list(tmp_path.iterdir()) == [folder]


def test_what_is_in_use_young_or_somebody_elses_stays(tmp_path: Path) -> None:
    process, used = start(tmp_path)
    age(used)
    young = tmp_path / "roadstead-young"
    young.mkdir()
    other = tmp_path / "kustomize-1"
    other.mkdir()
    age(other)
    with TemporaryFolder(str(tmp_path)) as folder:
        assert set(tmp_path.iterdir()) == {folder, used, young, other}
    process.kill()
    process.communicate()
