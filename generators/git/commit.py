"""One commit of exactly these paths, by Git's own `git commit`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generators.git.command import Done, Git, joined, pathspecs
from generators.git.status import Entry
from manifests.errors import UserError


def commit(git: Git, entries: Sequence[Entry], message: str) -> str:
    """Commit the work tree's version of each path, gone or there, and nothing else. Returns what Git and hooks said.

    Raises UserError with Git's own text where a hook fails, nobody is named or signing does not work; then the index
    is as it was before.
    """
    new = [entry.path for entry in entries if not entry.followed]
    try:
        if new:  # `git commit PATH` knows only paths that Git follows; the contents are added by the commit itself
            _with_paths(git, ("add", "--intent-to-add"), new)
        done = _with_paths(git, ("commit", "--quiet", "--only", "--file=-"), [each.path for each in entries], message)
    except BaseException:
        if new:
            git.run("update-index", "--force-remove", "-z", "--stdin", given=joined(new))
        raise
    return done.everything


def _with_paths(git: Git, command: Sequence[str], paths: Sequence[str], message: str = "") -> Done:
    """Run a command with its paths in a file: there may be more than a command line holds."""
    descriptor, name = tempfile.mkstemp(prefix="roadstead-paths-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pathspecs(paths))
        given = message.encode("utf-8", "surrogateescape")
        done = git.run(*command, f"--pathspec-from-file={name}", "--pathspec-file-nul", given=given)
    finally:
        Path(name).unlink(missing_ok=True)
    if done.code:
        raise UserError(
            f"git {command[0]} refused, so nothing is committed; the tree stays written and the index is as it was. "
            f"Git said:\n{done.everything or f'exit code {done.code}'}"
        )
    return done
