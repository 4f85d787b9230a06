"""platform.yaml and the files that it includes, read from a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from generators.input_files import PLATFORM_FILE
from generators.platform.fault import Fault, shown
from generators.platform.include import Found, no_match
from generators.platform.positions import Positions
from generators.platform.read import read_platform
from generators.platform.values import Platform, Sourced
from generators.types.catalogue import TYPES
from manifests.errors import UserError
from manifests.text_file import read_text_file

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


def read_platform_file(root: Path) -> tuple[Platform, Positions]:
    """What platform.yaml below `root` says with all that it includes, and where. Raises UserError."""
    try:
        text = read_text_file(root / PLATFORM_FILE, PLATFORM_FILE).removeprefix("\ufeff")
    except FileNotFoundError as error:
        raise UserError(f"{PLATFORM_FILE}: no such file here; run in the folder that holds it") from error
    return read_platform(text, PLATFORM_FILE, TYPES, partial(find_included, root))


def find_included(root: Path, patterns: tuple[Sourced[str], ...]) -> Found:
    """The texts of the files that the patterns mean. Raises UserError with every file that cannot be read.

    A link is not followed: what Git and Flux see is the link, and what `CODEOWNERS` guards is its place.
    """
    paths: set[str] = set()
    faults: list[Fault] = []
    for pattern in patterns:
        meant = sorted(_meant(root, pattern.value))
        faults += [
            Fault(pattern.source, f"{shown(path)} is {why}", way_out)
            for path in meant
            for why, way_out in _unfit(root, path)
        ]
        faults += () if meant else (no_match(pattern),)
        paths.update(meant)
    if faults:
        return Found({}, tuple(faults))
    texts: dict[str, str] = {}
    unread: list[str] = []
    for path in sorted(paths):
        try:
            texts[path] = read_text_file(root / path, path).removeprefix("\ufeff")
        except FileNotFoundError:
            unread.append(f"{path}: was removed meanwhile; run it again")
        except UserError as error:
            unread.append(str(error))
    if unread:
        raise UserError("\n".join(unread))
    return Found(texts)


def _meant(root: Path, pattern: str) -> Iterator[str]:
    """The paths that a pattern means: `*` and `?` stand for letters of one name, of which a dot is never the first.

    By listing folders, never by asking for a name: some file systems answer to `Shop.yaml` with shop.yaml.
    """
    places = [""]
    for segment in pattern.split("/"):
        places = [
            f"{place}/{name}".lstrip("/")
            for place in places
            for name in _listed(root / place)
            if fnmatchcase(name, segment) and not name.startswith(".")
        ]
    yield from places


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()] if folder.is_dir() else []
    except OSError as error:
        raise UserError(f"{folder.name}: cannot be listed: {error.strerror}") from error


def _unfit(root: Path, path: str) -> Iterator[tuple[str, str]]:
    """Why a path is no file to include, with the way out: at most one answer."""
    file = root / path
    links = [each for each in (file, *file.parents) if each != root and each.is_relative_to(root) and each.is_symlink()]
    if links:
        yield f"reached through a link, {shown(links[-1].relative_to(root).as_posix())}", "put what it leads to there"
    elif file.is_dir():
        yield "a folder", "give it a name without .yaml, or name the files in it"
    elif not all(_NAME.fullmatch(name) for name in path.split("/")):
        yield "named with more than letters, digits and `_`, `-`, `.`", "rename it"
