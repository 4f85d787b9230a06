"""Which files a commit of sync holds: all that it reads, and what it wrote; never a file of a person's beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generators.git.blobs import texts_of
from generators.git.status import DELETED, Entry, status_of
from generators.git.work_tree import WorkTree
from generators.input_files import COMPONENTS_FOLDER, INPUTS, PLATFORM_FILE
from generators.write.header import read_header
from generators.write.places import ROOT_FILES, is_output

_OUTPUTS = ("base", "overlays", "clusters", *ROOT_FILES)
_INCLUDE = re.compile(r"""^["']?include["']?\s*:""", re.MULTILINE)
# What editors and merges leave beside a file; nobody means to commit it.
_LEFTOVER = re.compile(r"(^|/)(\.DS_Store|\.#[^/]*|#[^/]*#|[^/]*(~|\.(bak|orig|rej|sw[opx]|tmp)))$")


@dataclass(frozen=True, slots=True)
class Belonging:
    """What differs from the last commit, by path relative to the root. `edited` are generated files that no longer
    hold what sync wrote."""

    inputs: tuple[Entry, ...]
    outputs: tuple[Entry, ...]
    edited: tuple[str, ...]

    @property
    def all(self) -> tuple[Entry, ...]:
        return (*self.inputs, *self.outputs)


def belonging(root: Path, tree: WorkTree) -> Belonging:
    """Compare the work tree with the last commit. What is in neither (staged, then removed) is left out."""
    sources = INPUTS if _includes(root, tree) else tuple(each for each in INPUTS if each != COMPONENTS_FOLDER)
    differing = status_of(tree, (*sources, *_OUTPUTS))
    inputs = tuple(entry for entry in differing if _is_input(entry, sources))
    places = {entry.path: entry for entry in differing if is_output(entry.path) and not re.search(r"\s", entry.path)}
    gone = texts_of(tree, (path for path, entry in places.items() if entry.is_gone))
    outputs, edited = [], []
    for path, entry in places.items():
        header = read_header(gone.get(path, "") if entry.is_gone else _text(root / path))
        if header and header.path == path:
            outputs.append(entry)
            if not (entry.is_gone or header.intact()):
                edited.append(path)
    return Belonging(_in_either(inputs), _in_either(outputs), tuple(edited))


def _includes(root: Path, tree: WorkTree) -> bool:
    """Whether platform.yaml includes files, or did at the last commit. Without that the folder may be anybody's."""
    before = texts_of(tree, [PLATFORM_FILE], ["HEAD"]).get(PLATFORM_FILE, "")
    return any(_INCLUDE.search(text) for text in (before, _text(root / PLATFORM_FILE)))


def _is_input(entry: Entry, sources: tuple[str, ...]) -> bool:
    mine = entry.path in sources or entry.path.startswith(tuple(f"{each}/" for each in sources))
    return mine and (entry.followed or not _LEFTOVER.search(entry.path))


def _in_either(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if not (entry.is_new and entry.work == DELETED))


def _text(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    return path.read_bytes().decode("utf-8", "surrogateescape")
