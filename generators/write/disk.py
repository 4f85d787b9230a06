"""The only module that writes output (law 1): every file is whole, old or new, at every instant (law 8)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from generators.write.disk_errors import as_user_error
from generators.write.places import goes_when_empty, temporary_name
from generators.write.plan import Plan, Write
from generators.write.present import Present, read_present
from manifests.errors import UserError

__all__ = ["apply", "read_present", "remove_file", "replace_file"]

_FLUSHERS = 8  # the kernel joins flushes that wait together, so several at once cost little more than one


def apply(root: Path, plan: Plan, present: Present) -> None:
    """Do what the plan says, in its order, after removing what a killed run left. Hold the lock while calling.

    All new texts are written under temporary names before the first file changes, so a full disk or a folder
    without write permission changes nothing. Raises UserError; ValueError for a plan in which something is blocked.
    """
    if plan.blocked:
        raise ValueError("a plan with blocked files must not be applied")
    for path in present.temporary:
        _unlink(root, path)
    with _Staged(root, {write.path: write.text for write in plan.writes}) as staged:
        for step in plan.steps:
            _still(root, step.path, step.before)
            if isinstance(step, Write):
                staged.put(step.path)
            else:
                _unlink(root, step.path)
                _remove_if_empty(root, step.path.rpartition("/")[0])
    for folder in present.empty:
        _remove_if_empty(root, folder)


def replace_file(root: Path, path: str, text: str) -> None:
    """Write one file whole, and the folders it needs. Raises UserError, and then nothing has changed."""
    with _Staged(root, {path: text}) as staged:
        staged.put(path)


def remove_file(root: Path, path: str) -> None:
    """Remove one file, and its folder when nothing else is in it. Raises UserError."""
    _unlink(root, path)
    with suppress(OSError):
        (root / path).parent.rmdir()


class _Staged:
    """New texts under temporary names beside the files they will replace. Leaving it removes what was not put."""

    def __init__(self, root: Path, texts: Mapping[str, str]) -> None:
        self._root = root
        self._texts = texts
        self._waiting = set(texts)
        self._made: list[Path] = []

    def __enter__(self) -> _Staged:
        try:
            for folder in sorted({path.rpartition("/")[0] for path in self._texts}):
                self._make(folder)
            stage = partial(_write_temporary, self._root)
            if len(self._texts) < _FLUSHERS:
                for path, text in self._texts.items():
                    stage(path, text)
            else:
                with ThreadPoolExecutor(_FLUSHERS) as pool:
                    list(pool.map(stage, self._texts.keys(), self._texts.values()))
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def put(self, path: str) -> None:
        """Let the new text take its place."""
        try:
            _temporary(self._root, path).replace(self._root / path)
        except OSError as error:
            raise as_user_error(path, error) from error
        self._waiting.discard(path)

    def _make(self, folder: str) -> None:
        at = self._root
        for name in folder.split("/") if folder else ():
            at /= name
            try:
                at.mkdir(mode=0o755)
                self._made.append(at)
            except FileExistsError:
                if at.is_symlink() or not at.is_dir():
                    raise UserError(
                        f"{at.relative_to(self._root).as_posix()}: no folder, but sync needs one there. "
                        "Move it away, then run it again"
                    ) from None
            except OSError as error:
                raise as_user_error(at.relative_to(self._root).as_posix(), error) from error

    def _remove(self) -> None:
        for path in self._waiting:
            with suppress(OSError):
                _temporary(self._root, path).unlink()
        if self._waiting:
            for folder in reversed(self._made):
                with suppress(OSError):
                    folder.rmdir()


def _temporary(root: Path, path: str) -> Path:
    target = root / path
    return target.with_name(temporary_name(target.name))


def _write_temporary(root: Path, path: str, text: str) -> None:
    """What replaces a file is on the disk, not in a cache: after a power cut the file is whole too, old or new.

    A new file and a new name are not waited for: a power cut may leave the file empty, or not there, and the next run
    writes it again.
    """
    temporary = _temporary(root, path)
    try:
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(descriptor, 0o644)
            stream.write(text.encode())
            if (root / path).exists():
                stream.flush()
                os.fsync(descriptor)
    except OSError as error:
        raise as_user_error(path, error) from error


def _still(root: Path, path: str, before: str | None) -> None:
    """The file is as it was when the plan was made: what a person saved meanwhile is not lost (law 6)."""
    target = root / path
    try:
        now = target.read_bytes().decode("utf-8", "surrogateescape") if os.path.lexists(target) else None
    except OSError as error:
        raise as_user_error(path, error) from error
    if now != before:
        raise UserError(f"{path}: changed while sync was running, so it was left as it is. Run sync again")


def _unlink(root: Path, path: str) -> None:
    try:
        (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise as_user_error(path, error) from error


def _remove_if_empty(root: Path, folder: str) -> None:
    """The folder and those above it, as long as they are output and empty."""
    while goes_when_empty(folder):
        try:
            (root / folder).rmdir()
        except OSError:
            return
        folder = folder.rpartition("/")[0]
