"""Child processes of a run: each in its own group with its own log, and none left behind however the run ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from manifests.errors import UserError

_GRACE_SECONDS = 1.0
_LINES = 20


@dataclass(frozen=True, slots=True)
class Process:
    """A program that was started, and the file that holds what it says."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    def ending(self) -> str:
        """The last lines of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-_LINES:])

    @property
    def memory(self) -> int | None:
        """Resident bytes now; None where the system does not say (it is read from /proc)."""
        with suppress(OSError, ValueError, IndexError):
            pages = int(Path(f"/proc/{self.popen.pid}/statm").read_text(encoding="ascii").split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE")
        return None


class Processes:
    """The programs of one run. Leaving the `with` block stops them; so does the death of this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[Process] = []
        self._reaper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Processes":
        self._folder.mkdir(parents=True, exist_ok=True)
        reaper = Path(__file__).with_name("reaper.py")
        self._reaper = subprocess.Popen(
            [sys.executable, "-I", str(reaper)], stdin=subprocess.PIPE, start_new_session=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def all(self) -> tuple[Process, ...]:
        return tuple(self._started)

    def start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> Process:
        """Start one program with nothing of this environment but PATH and HOME. Raises UserError if it is not there."""
        log = self._folder / f"{name}.log"
        bare = {"PATH": os.environ.get("PATH", ""), "HOME": str(self._folder), "NO_PROXY": "127.0.0.1,localhost"}
        try:
            with log.open("wb") as output:
                popen = subprocess.Popen(
                    list(command),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env={**bare, **(environment or {})},
                    cwd=cwd or self._folder,
                    start_new_session=True,
                )
        except OSError as error:
            raise UserError(f"{name} could not be started: {error.strerror}") from error
        process = Process(name, popen, log)
        self._started.append(process)
        if self._reaper is not None:
            tell: IO[bytes] | None = self._reaper.stdin
            assert tell is not None
            tell.write(b"%d\n" % popen.pid)
            tell.flush()
        return process

    def check(self) -> None:
        """Raise UserError with the end of its log if a program has ended."""
        for process in self._started:
            code = process.popen.poll()
            if code is not None:
                raise UserError(f"{process.name} ended with exit code {code}:\n{process.ending()}")

    def stop(self) -> None:
        """End all of them, the last started first: asked once, killed a second later. Safe to call twice."""
        for process in reversed(self._started):
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE_SECONDS
        for process in self._started:
            with suppress(subprocess.TimeoutExpired):
                process.popen.wait(max(0.0, deadline - time.monotonic()))
        for process in self._started:
            _signal(process, signal.SIGKILL)
            process.popen.wait()
        self._started.clear()
        if self._reaper is not None and self._reaper.stdin is not None:
            self._reaper.stdin.close()
            self._reaper.wait()
            self._reaper = None


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.popen.pid, number)
