"""The git command: where a work tree begins, what is in its index or in a commit, what a blob holds.

No path is ever handed to git, so none can be read as a pattern. Blobs are taken as they are, without the filters and
line ends of a checkout: that is what a cluster's source controller reads. The environment is this process's own:
GIT_INDEX_FILE and GIT_DIR are how Git tells a hook which index its commit is made from (`git commit FILE` has its own).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from manifests.errors import UserError

FILE, EXECUTABLE, LINK, SUBMODULE = "100644", "100755", "120000", "160000"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of the index or of a commit. `blob` is its object id, for a submodule that of a commit."""

    path: str
    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class WorkTree:
    """`top` is the highest folder of the work tree, `own` a folder below Git's directory for this work tree alone."""

    top: Path
    own: Path


def work_tree(here: Path, name: str, option: str) -> WorkTree:
    """The work tree that `here` lies in, and the folder `name` in Git's directory.

    Raises UserError without one; `option` is what the person wrote that needs it.
    """
    # A hook in a linked work tree has GIT_DIR set, and then Git takes the current folder for the top.
    start = next((each for each in (here, *here.parents) if (each / ".git").exists()), here)
    answer = _git(start, ("rev-parse", "--show-toplevel", "--git-path", name), option)
    top, own = os.fsdecode(answer).split("\n")[:2]
    if not here.is_relative_to(top):
        raise UserError(f"{option}: {here} is not below {top}, the work tree; run it there, or without {option}")
    return WorkTree(Path(top), start / own)


def index_of(top: Path) -> tuple[Entry, ...]:
    """What a commit of the index would hold, in Git's order. Raises UserError where the index holds conflicts."""
    entries: list[Entry] = []
    conflicts: dict[str, None] = {}
    for record in _git(top, ("ls-files", "--stage", "-z"), "--staged").split(b"\0")[:-1]:
        about, _, name = record.partition(b"\t")
        mode, blob, stage = about.decode("ascii").split(" ")
        path = os.fsdecode(name)
        if stage == "0":
            entries.append(Entry(path, mode, blob))
        else:
            conflicts[path] = None
    if conflicts:
        named = ", ".join([*conflicts][:_NAMED]) + (f" and {len(conflicts) - _NAMED} more" * (len(conflicts) > _NAMED))
        raise UserError(f"{named}: in conflict in the Git index; resolve it, `git add` it, then run this again")
    return _without_intents(top, entries)


def changed_since_head(top: Path) -> frozenset[str] | None:
    """The paths in which the index differs from HEAD, those that are gone too.

    None where nobody can tell what a change of them reaches: there is no commit yet, or a link or a submodule changed.
    """
    try:
        _git(top, ("rev-parse", "--verify", "--quiet", "HEAD^{commit}"), "--staged")
    except UserError:
        return None
    options = ("--cached", "--ita-invisible-in-index", "--no-renames", "--no-abbrev", "-z", "HEAD")
    said = _git(top, ("diff-index", *options), "--staged").split(b"\0")[:-1]
    # `:<mode before> <mode after> <blob before> <blob after> <status>`, then the path, each ended by a NUL.
    modes = {mode for about in said[::2] for mode in about.decode("ascii")[1:].split(" ")[:2]}
    return None if modes & {LINK, SUBMODULE} else frozenset(os.fsdecode(path) for path in said[1::2])


def fork_point(top: Path, ref: str) -> str:
    """The commit at which HEAD and `ref` parted: what a change is a change of. Without one, the commit `ref` itself.

    Raises UserError if `ref` names no commit.
    """
    try:
        said = _git(top, ("rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}"), "--against")
    except UserError:
        raise UserError(f"--against {ref}: no such commit; fetch it, or name a branch, a tag or a commit") from None
    name = said.decode("ascii").split()[-1]
    try:
        return _git(top, ("merge-base", "HEAD", name), "--against").decode("ascii").split()[0]
    except UserError:  # no common history, or no commit yet
        return name


def commit_of(top: Path, commit: str) -> tuple[Entry, ...]:
    """What this commit holds, in Git's order."""
    entries: list[Entry] = []
    for record in _git(top, ("ls-tree", "-r", "-z", "--full-tree", commit), "--against").split(b"\0")[:-1]:
        about, _, name = record.partition(b"\t")
        mode, _, blob = about.decode("ascii").split(" ")
        entries.append(Entry(os.fsdecode(name), mode, blob))
    return tuple(entries)


def _without_intents(top: Path, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Without what `git add --intent-to-add` announced: it stands in the index as an empty file, and in no commit."""
    empty = {_id_of_nothing("blob", len(entry.blob)) for entry in entries[:1]}
    if not any(entry.blob in empty for entry in entries):
        return tuple(entries)
    nothing = _id_of_nothing("tree", len(entries[0].blob))
    command = ("diff-index", "--cached", "--ita-invisible-in-index", "--no-renames", "--name-only", "-z", nothing)
    real = {os.fsdecode(name) for name in _git(top, command, "--staged").split(b"\0")}
    return tuple(entry for entry in entries if entry.blob not in empty or entry.path in real)


def _id_of_nothing(kind: str, length: int) -> str:
    """The object id of an empty blob or tree, in a repository whose ids have this length (gitformat-hash)."""
    algorithm = "sha1" if length == 40 else "sha256"
    return hashlib.new(algorithm, f"{kind} 0\0".encode(), usedforsecurity=False).hexdigest()


def contents_of(top: Path, blobs: Iterable[str], limit: int) -> Iterator[tuple[str, bytes | None]]:
    """Each blob with its content, in the order given; None in place of more than `limit` bytes.

    Raises UserError where a blob is not there.
    """
    wanted = tuple(dict.fromkeys(blobs))
    if not wanted:
        return
    # From a file: with a pipe, git and this process could each wait for the other to read.
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{blob}\n" for blob in wanted).encode("ascii"))
        asked.seek(0)
        command = ("git", "cat-file", "--batch")
        with subprocess.Popen(command, cwd=top, stdin=asked, stdout=subprocess.PIPE, env=_environment()) as process:
            try:
                answers = cast(BinaryIO, process.stdout)
                for blob in wanted:
                    said = answers.readline().decode("ascii", "replace").split()
                    if said[1:2] != ["blob"]:
                        raise UserError(f"{blob}: git has no such blob, but the index names it; `git fsck` says more")
                    size = int(said[2])
                    if size > limit:
                        _skip(answers.read, size + 1)
                        yield blob, None
                    else:
                        content = answers.read(size + 1)[:-1]
                        if len(content) != size:
                            raise UserError(f"{blob}: git ended before the whole blob was read; run this again")
                        yield blob, content
            finally:
                process.kill()


def _skip(read: Callable[[int], bytes], size: int) -> None:
    while size > 0:
        size -= len(read(min(size, 1 << 20))) or size


def _environment() -> dict[str, str]:
    # No lock that would stand in the way of the commit, and messages in one language.
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _git(folder: Path, arguments: Sequence[str], option: str) -> bytes:
    try:
        ran = subprocess.run(
            ("git", *arguments), cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True
        )
    except FileNotFoundError:
        raise UserError(f"{option}: git was not found; install Git, or run without {option}") from None
    except OSError as error:
        raise UserError(f"{option}: git could not be started: {error.strerror}") from None
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {ran.returncode}"]
        raise UserError(f"{option}: {said[0]}; run it in a Git work tree, or without {option}")
    return ran.stdout
