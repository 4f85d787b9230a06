"""A view of the repository, outside of it, in which some files read otherwise."""

import os
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path


def lay_out(home: Path, root: Path, folders: Iterable[str], texts: Mapping[str, str]) -> None:
    """Make the empty folder `home` a view of `root` in which the files of `texts` hold these texts.

    `folders` and what leads to them are folders of the view; all else is a link into the repository. A folder reached
    over a link does not see the view, so all between a changed file and the folder to build must be named.
    """
    inner: dict[str, set[str]] = {".": set()}
    for folder in (*folders, *(posixpath.dirname(file) or "." for file in texts)):
        above = "."
        for part in (part for part in folder.split("/") if part != "."):
            inner[above].add(part)
            above = part if above == "." else f"{above}/{part}"
            inner.setdefault(above, set())
    for folder, parts in inner.items():
        here = home / folder
        here.mkdir(exist_ok=True)
        mine = {posixpath.basename(file) for file in texts if (posixpath.dirname(file) or ".") == folder}
        _link(root.resolve() / folder, here, but=parts | mine)
    for file, text in texts.items():
        (home / file).write_text(text, encoding="utf-8")


def _link(real: Path, here: Path, but: set[str]) -> None:
    with os.scandir(real) as scan:
        for entry in scan:
            if entry.name not in but and entry.name != ".git":
                os.symlink(entry.path, f"{here}/{entry.name}", target_is_directory=entry.is_dir())  # noqa: PTH211
