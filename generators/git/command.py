"""One run of the git command, in a careful environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from manifests.errors import UserError

# What would name another repository or index than the folder's, as in a hook, or read our pathspecs otherwise.
_DROPPED = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_WORK_TREE",
)


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code, its output, and what it said on stderr."""

    code: int
    output: bytes
    said: str

    @property
    def text(self) -> str:
        """The output as text, a name that is no UTF-8 with surrogates, without the line end."""
        return os.fsdecode(self.output).removesuffix("\n")

    @property
    def everything(self) -> str:
        """What it said and what it put out, for a person."""
        return "\n".join(filter(None, (self.said.strip(), self.output.decode("utf-8", "replace").strip())))


class Git:
    """The git command in one folder. Paths and pathspecs are relative to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *arguments: str, given: bytes = b"") -> Done:
        """Run `git ARGUMENTS` with `given` on its stdin, whatever the exit code. Raises UserError without git."""
        environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        try:
            process = subprocess.Popen(
                ("git", *arguments),
                cwd=self._folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError as error:
            raise UserError("git: no such program on PATH. Install Git, then run it again") from error
        except OSError as error:
            raise UserError(f"git: cannot be started: {error.strerror}. Put that right, then run it again") from error
        with process:
            try:
                output, said = process.communicate(given)
            except BaseException:
                process.terminate()  # not killed: git takes its lock files away
                # After Ctrl-C, Popen itself waits a quarter of a second only; what undoes a commit needs the lock gone.
                process.wait()
                raise
        return Done(process.returncode, output, said.decode("utf-8", "replace"))

    def read(self, *arguments: str, given: bytes = b"") -> Done:
        """The same for a question that takes no lock and must be answered. UserError with Git's words otherwise."""
        done = self.run("--no-optional-locks", *arguments, given=given)
        if done.code:
            raise UserError(f"git {arguments[0]}: {one_line(done.everything) or f'exit code {done.code}'}")
        return done

    def setting(self, name: str) -> str | None:
        """A value of Git's configuration; None where it is not set."""
        done = self.run("config", "--get", name)
        return done.text if done.code == 0 else None


def one_line(text: str) -> str:
    """Several lines of Git's as one, without its hints."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "; ".join(line for line in lines if line and not line.startswith("hint:"))


def joined(paths: Iterable[str]) -> bytes:
    """Paths for a command that reads them with `-z`."""
    return b"".join(os.fsencode(path) + b"\0" for path in paths)


def pathspecs(paths: Iterable[str]) -> bytes:
    """The same as pathspecs that match exactly these paths, and what lies below them."""
    return joined(f":(literal){path}" for path in paths)
