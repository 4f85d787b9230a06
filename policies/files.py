"""The YAML of the judged repository, read with positions, each file once."""

import errno
import os
import posixpath
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from manifests import reader
from manifests.errors import MistakesError
from manifests.kustomization_names import KUSTOMIZATION_NAMES
from manifests.reader import Node, Scalar

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
        self._named: dict[str, dict[tuple[str, str], list[Node]]] = {}
        self._lines: dict[str, list[str]] = {}
        self._kustomizations: dict[str, Kustomization | None] = {}

    def nodes(self, file: str) -> tuple[Node, ...]:
        """The documents of a file that are not empty, in order; none for a file that is missing or no YAML."""
        if file not in self._nodes:
            self._nodes[file] = self._read(file)
        return self._nodes[file]

    def _read(self, file: str) -> tuple[Node, ...]:
        try:
            text = self._texts[file] if file in self._texts else self._text(file)
            self._lines[file] = text.split("\n")
            documents = reader.read_documents(text, file)
        except (OSError, UnicodeDecodeError, MistakesError):
            return ()
        return tuple(document.root for document in documents if document.root is not None)

    def _text(self, file: str) -> str:
        return (
            content_of(self._root / file, self._boundary).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        )

    def named(self, file: str, kind: str, name: str) -> tuple[Node, ...]:
        """The objects of a file of this kind and name, those of a `List` too, in order. The file is gone through once,
        however many are asked for."""
        if file not in self._named:
            found: dict[tuple[str, str], list[Node]] = {}
            for node in objects_of(self.nodes(file)):
                key = text_at(node, "kind"), text_at(node, "metadata", "name")
                if key[0] is not None and key[1] is not None:
                    found.setdefault((key[0], key[1]), []).append(node)
            self._named[file] = found
        return tuple(self._named[file].get((kind, name), ()))

    def lines(self, file: str) -> list[str]:
        """The lines of a file as they stand, none for one that cannot be read."""
        self.nodes(file)
        return self._lines.get(file, [])

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


def objects_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """The objects of a file, those of a `List` one by one."""
    for node in nodes:
        items = node.get("items") if isinstance(node, reader.Mapping) else None
        if isinstance(items, reader.Sequence) and (text_at(node, "kind") or "").endswith("List"):
            yield from objects_of(items.items)
        else:
            yield node


def text_at(node: Node | None, *keys: str) -> str | None:
    """The text at these keys, None if there is none."""
    for key in keys:
        node = node.get(key) if isinstance(node, reader.Mapping) else None
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


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
