"""One run of kustomize, its output in files so that it never waits for a reader."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Timer

from manifests.errors import UserError


@dataclass(frozen=True, slots=True)
class Answer:
    output: bytes
    errors: str
    failed: bool


class Runner:
    """Runs commands, each within `seconds`, and can stop all that still run."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = False
        # A larger heap before the first collection: kustomize lives for a fraction of a second.
        # KUBERC: a person's kubectl preferences may add flags to `kubectl kustomize`.
        self._environment = {**os.environ, "GOGC": "400", "KUBERC": "off"}

    def run(self, command: Sequence[str], directory: Path, scratch: Path) -> Answer:
        """Run `command` in `directory`; `scratch` names the two files beside which its output is kept.

        Raises UserError if it cannot be started, takes too long, or is killed.
        """
        output, errors = scratch.with_suffix(".out"), scratch.with_suffix(".err")
        with output.open("wb") as stdout, errors.open("wb") as stderr:
            process = self._start(command, directory, stdout.fileno(), stderr.fileno())
            late = Event()
            timer = Timer(self._seconds, self._give_up, (process, late))
            timer.daemon = True
            timer.start()
            code = process.wait()
            timer.cancel()
        with self._lock:
            self._running.discard(process)
        if late.is_set():
            raise UserError(
                f"kustomize did not finish within {self._seconds:g} seconds and was stopped: {' '.join(command)}"
            )
        if code < 0:
            raise UserError(
                f"kustomize was killed by signal {-code} (out of memory?), free memory and run again: "
                f"{' '.join(command)}"
            )
        return Answer(output.read_bytes(), errors.read_text(encoding="utf-8", errors="replace"), code != 0)

    def stop(self) -> None:
        """Kill what still runs and start nothing more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    @staticmethod
    def _give_up(process: subprocess.Popen[bytes], late: Event) -> None:
        late.set()
        process.kill()

    def _start(self, command: Sequence[str], directory: Path, stdout: int, stderr: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise UserError("kustomize was stopped before it began")
            try:
                process = subprocess.Popen(
                    command,
                    cwd=directory,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=stdout,
                    stderr=stderr,
                )
            except OSError as problem:
                raise UserError(f"kustomize could not be started: {command[0]}: {problem.strerror}") from None
            self._running.add(process)
            return process
