"""One run of git, told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]
SLOW_TO_END = """\
#!/bin/sh
trap 'sleep 1; touch ended; exit 143' TERM
trap '' INT
touch begun
while :; do sleep 0.05; done
"""


def test_after_ctrl_c_nothing_goes_on_before_git_has_ended_and_taken_its_locks_away(tmp_path: Path) -> None:
    git = tmp_path / "git"
    git.write_text(SLOW_TO_END)
    git.chmod(0o755)
    run = subprocess.Popen(
        (
            sys.executable,
            "-c",
            "from pathlib import Path; from generators.git.command import Git; Git(Path()).run('x')",
        ),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        stderr=subprocess.DEVNULL,
    )
    while not (tmp_path / "begun").exists():
        assert run.poll() is None
        time.sleep(0.01)
    time.sleep(0.2)  # the run is now waiting for git
    run.send_signal(signal.SIGINT)
    run.wait()
    assert (tmp_path / "ended").exists()
