"""The fixed files on disk, and what changed in them as a diff."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

from manifests.errors import UserError


def diff_of(root: Path, texts: Mapping[str, str]) -> str:
    """A unified diff, as Git shows one. Call it before `write`."""
    parts: list[str] = []
    for file, text in sorted(texts.items()):
        before = (root / file).read_bytes().decode("utf-8")
        lines = difflib.unified_diff(_lines(before), _lines(text), f"a/{file}", f"b/{file}")
        parts += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    return "".join(parts)


def _lines(text: str) -> list[str]:
    return [line.replace("\r\n", "\n") for line in text.splitlines(keepends=True)]


def write(root: Path, texts: Mapping[str, str]) -> None:
    """Replace each file in one step, all written before the first is replaced. UserError where one can't be."""
    ready: list[tuple[Path, Path]] = []
    try:
        for file, text in sorted(texts.items()):
            place = root / file
            new = place.with_name(f".{place.name}.roadstead-{os.getpid()}")
            ready.append((new, place))
            new.write_bytes(text.encode("utf-8"))
            new.chmod(place.stat().st_mode & 0o7777)
        for new, place in ready:
            new.replace(place)
    except OSError as error:
        for new, _ in ready:
            new.unlink(missing_ok=True)
        raise UserError(f"{error.filename}: cannot be written: {error.strerror}") from None
