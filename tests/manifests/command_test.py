"""The edge of every command: one line and an exit code, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from manifests.command import guarded
from manifests.errors import UserError

ROOT = Path(__file__).parents[2]


def fails_with(error: BaseException) -> int:
    def work() -> int:
        raise error

    return guarded(work, verbose=False)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        pytest.param(UserError("a.yaml: odd"), 2, "a.yaml: odd\n", id="what a person must put right is said as it is"),
        pytest.param(KeyboardInterrupt(), 130, "", id="Ctrl-C says nothing"),
        pytest.param(
            OSError(28, "No space left on device", "/dev/shm/x"),
            2,
            "/dev/shm/x: No space left on device. Put that right, then run it again (--verbose shows where)\n",
            id="what the system refuses names the place",
        ),
        pytest.param(
            KeyError("a"),
            2,
            "internal error: KeyError: 'a' (--verbose shows where)\n",
            id="a slip of ours is called so",
        ),
    ],
)
def test_an_error_is_one_line(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert fails_with(error) == code
    assert capsys.readouterr().err == said


def test_with_verbose_the_error_is_raised() -> None:
    def work() -> int:
        raise UserError("odd")

    with pytest.raises(UserError, match="odd"):
        guarded(work, verbose=True)


def run(code: str, redirected: str) -> subprocess.CompletedProcess[str]:
    """Python in a shell, with its streams as `redirected` says; gives the shell's own streams and code."""
    command = f'set -o pipefail; "{sys.executable}" -c "$CODE" {redirected}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CODE": code}
    return subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)


PRINTS = """\
import sys
from manifests.command import guarded
sys.exit(guarded(lambda: print('x' * 99999) or 0, verbose=False))
"""


@pytest.mark.parametrize(
    ("redirected", "code", "said"),
    [
        pytest.param("| true", 2, "", id="a reader that goes away"),
        pytest.param(">&-", 0, "", id="a closed standard output"),
        pytest.param(
            "> /dev/full",
            2,
            "No space left on device. Put that right, then run it again (--verbose shows where)\n",
            id="a full disk",
        ),
    ],
)
def test_a_result_that_cannot_be_said(redirected: str, code: int, said: str) -> None:
    done = run(PRINTS, redirected)
    assert (done.returncode, done.stderr) == (code, said)


def test_a_character_that_the_terminal_cannot_show_is_escaped() -> None:
    code = PRINTS.replace("'x' * 99999", "chr(0x1F600)")
    done = run(code, "")
    assert done.returncode == 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    plain = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert plain.stdout == "\\U0001f600\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_told_to_end_removes_its_temporary_files(tmp_path: Path, number: signal.Signals) -> None:
    code = (
        "import sys, time, tempfile; from manifests.command import guarded\n"
        "def work():\n"
        f"    with tempfile.TemporaryDirectory(dir={str(tmp_path)!r}):\n"
        "        print('ready', flush=True)\n"
        "        time.sleep(60)\n"
        "sys.exit(guarded(work, verbose=False))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert list(tmp_path.iterdir())
        process.send_signal(number)
        assert process.wait(timeout=20) == 128 + number
    assert not list(tmp_path.iterdir())
