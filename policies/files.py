"""The YAML of the judged repository, read with positions, each file once."""

import errno
import os
import posixpath
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from manifests import reader
from manifests.errors import MistakesError
from manifests.kustomization_names import KUSTOMIZATION_NAMES
from manifests.reader import Node, Scalar
from policies.parts import Parts

LARGEST_FILE = 16 << 20
"""Bytes. No object that a cluster takes is as large (etcd holds 1.5 MiB)."""
TOO_LARGE = f"is larger than {LARGEST_FILE >> 20} MiB: split it, or leave it out"
NO_FILE = "is a pipe, a device or a folder: write a file"


@dataclass(frozen=True, slots=True)
class Kustomization:
    """One kustomization file. `directory` and `file` are relative to the root; the root itself is "."."""

    directory: str
    file: str
    node: reader.Mapping

    @property
    def is_component(self) -> bool:
        kind = self.node.get("kind")
        return isinstance(kind, Scalar) and kind.value == "Component"

    def entries(self, key: str) -> tuple[Node, ...]:
        """The items of a list field, none if it is absent or no list."""
        value = self.node.get(key)
        return value.items if isinstance(value, reader.Sequence) else ()

    def paths(self, key: str) -> Iterator[str]:
        """The text items of a list field."""
        for item in self.entries(key):
            if isinstance(item, Scalar) and isinstance(item.value, str):
                yield item.value


class Files:
    """Files below a root, parsed when first asked for. What cannot be read or parsed has no documents.

    `texts` stand in for files that do not exist on disk.
    """

    def __init__(self, root: Path, texts: Mapping[str, str] | None = None) -> None:
        self._root = root
        self._boundary = boundary_of(root)
        self._texts = dict(texts or {})
        self._nodes: dict[str, tuple[Node, ...]] = {}
        self._parts: dict[str, Parts] = {}
        self._contents: dict[str, str | None] = {}
        self._kustomizations: dict[str, Kustomization | None] = {}

    def nodes(self, file: str) -> tuple[Node, ...]:
        """The documents of a file that are not empty, in order; none for a file that is missing or no YAML."""
        if file not in self._nodes:
            self._nodes[file] = self._read(file)
        return self._nodes[file]

    def _read(self, file: str) -> tuple[Node, ...]:
        text = self._text_of(file)
        if text is None:
            return ()
        try:
            documents = reader.read_documents(text, file)
        except MistakesError:
            return ()
        return tuple(document.root for document in documents if document.root is not None)

    def _text(self, file: str) -> str:
        return (
            content_of(self._root / file, self._boundary).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        )

    def named(self, file: str, kind: str, name: str) -> tuple[Node, ...]:
        """The objects of a file of this kind and name, those of a `List` too, in order."""
        if file not in self._parts:
            self._parts[file] = Parts(file, self._text_of(file) or "")
        return self._parts[file].named(kind, name)

    def lines(self, file: str) -> list[str]:
        """The lines of a file as they stand, none for one that cannot be read."""
        text = self._text_of(file)
        return [] if text is None else text.split("\n")

    def _text_of(self, file: str) -> str | None:
        """The text of a file, None for one that is missing, too large or no text."""
        if file not in self._contents:
            try:
                self._contents[file] = self._texts[file] if file in self._texts else self._text(file)
            except (OSError, UnicodeDecodeError):
                self._contents[file] = None
        return self._contents[file]

    def kustomization(self, directory: str) -> Kustomization | None:
        """The kustomization of a directory, None if it has none that can be read."""
        if directory not in self._kustomizations:
            self._kustomizations[directory] = self._find(directory)
        return self._kustomizations[directory]

    def _find(self, directory: str) -> Kustomization | None:
        for name in KUSTOMIZATION_NAMES:
            file = posixpath.normpath(posixpath.join(directory, name))
            for node in self.nodes(file):
                if isinstance(node, reader.Mapping):
                    return Kustomization(directory, file, node)
        return None


def content_of(path: Path, boundary: str) -> bytes:
    """The bytes of a file within the boundary.

    Raises OSError for what is none: a link may lead out, a pipe is waited for, a device has no end.
    """
    place = os.path.realpath(path)
    if not is_inside(place, boundary):
        raise OSError(errno.EXDEV, "leads out of the repository")
    status = os.stat(place)  # noqa: PTH116 (a thousand files)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, NO_FILE)
    if status.st_size > LARGEST_FILE:
        raise OSError(errno.EFBIG, TOO_LARGE)
    return Path(place).read_bytes()


def boundary_of(root: Path) -> str:
    """The real path of the Git work tree that holds `root`, of `root` itself where there is none: the most to read."""
    real = Path(os.path.realpath(root))
    return str(next((each for each in (real, *real.parents) if (each / ".git").exists()), real))


def is_inside(place: str, boundary: str) -> bool:
    """Whether one real path is the other, or lies below it."""
    return place == boundary or place.startswith(boundary.rstrip(os.sep) + os.sep)


def join(directory: str, reference: str) -> str | None:
    """A reference of a kustomization as a path relative to the root, None if it leads out of the root or is remote."""
    if is_remote(reference) or reference.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(directory, reference))
    return None if path == ".." or path.startswith("../") else path


def is_remote(reference: str) -> bool:
    """Whether kustomize would fetch this from the network."""
    return "://" in reference or "?ref=" in reference or reference.startswith(("git@", "git::", "github.com/"))
