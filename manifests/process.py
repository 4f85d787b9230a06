"""Runs of the programs we stand on, their output in files so that none ever waits for a reader."""

import os
import subprocess
from collections.abc import Mapping, Sequence
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

    def __init__(self, program: str, seconds: float, environment: Mapping[str, str]) -> None:
        """`program` is its name in messages, `environment` is added to this process's own."""
        self._program = program
        self._seconds = seconds
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = False
        self._environment = {**os.environ, **environment}

    def run(self, command: Sequence[str], directory: Path, scratch: Path, given: Path | None = None) -> Answer:
        """Run `command` in `directory`, with the file `given` as its input.

        Its output is kept in two files named like `scratch` with other suffixes.

        Raises UserError if it cannot be started, takes too long, or is killed.
        """
        output, errors = scratch.with_suffix(".out"), scratch.with_suffix(".err")
        source = given or Path(os.devnull)
        with source.open("rb") as stdin, output.open("wb") as stdout, errors.open("wb") as stderr:
            process = self._start(command, directory, (stdin.fileno(), stdout.fileno(), stderr.fileno()))
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
                f"{self._program} did not finish within {self._seconds:g} seconds and was stopped: {' '.join(command)}"
            )
        if code < 0:
            raise UserError(
                f"{self._program} was killed by signal {-code} (out of memory?), free memory and run again: "
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

    def _start(self, command: Sequence[str], directory: Path, files: tuple[int, int, int]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise UserError(f"{self._program} was stopped before it began")
            try:
                process = subprocess.Popen(
                    command,
                    cwd=directory,
                    env=self._environment,
                    stdin=files[0],
                    stdout=files[1],
                    stderr=files[2],
                )
            except OSError as problem:
                raise UserError(f"{self._program} could not be started: {command[0]}: {problem.strerror}") from None
            self._running.add(process)
            return process
