"""A view of the repository, outside of it, in which some files read otherwise."""

import os
import posixpath
from collections.abc import Mapping
from pathlib import Path

from policies.load.reach import Reached


def lay_out(home: Path, root: Path, reached: Reached, texts: Mapping[str, str]) -> None:
    """Make the empty folder `home` a view of what a build reads, in which the files of `texts` hold these texts.

    The kustomize directories that are `reached` are folders of the view; what else lies in them, and the files that
    they name elsewhere, are links into the repository. So the cost follows what is built, and not the repository.
    """
    folders = {*reached.folders, *(posixpath.dirname(file) or "." for file in (*reached.files, *texts))}
    below = {"."}
    for folder in folders:
        while folder not in below:
            below.add(folder)
            folder = posixpath.dirname(folder) or "."
    for folder in sorted(below):
        (home / folder).mkdir(parents=True, exist_ok=True)
    taken = below | set(texts)
    for folder in reached.folders:
        prefix = "" if folder == "." else f"{folder}/"
        with os.scandir(root / folder) as scan:
            for entry in scan:
                if entry.name != ".git" and prefix + entry.name not in taken:
                    _link(root, home, prefix + entry.name)
                    taken.add(prefix + entry.name)
    for file in reached.files - taken:
        if (root / file).is_file():
            _link(root, home, file)
    for file, text in texts.items():
        (home / file).write_text(text, encoding="utf-8")


def _link(root: Path, home: Path, path: str) -> None:
    # Not Path: thousands of files.
    os.symlink(f"{root.resolve()}/{path}", f"{home}/{path}")  # noqa: PTH211
