"""The Kubernetes objects of a plain YAML or JSON file."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from manifests.errors import MistakesError, first_of
from manifests.reader import Oddity, read_documents, to_plain
from manifests.unremarkable import parse_unremarkable
from policies.files import LARGEST_FILE, NO_FILE, TOO_LARGE
from policies.finding import Unchecked

_KUSTOMIZE = "kustomize.config.k8s.io/"
_MOST_VALUES = 1_000_000
"""A value takes about 300 bytes of memory."""


def objects_in_file(root: Path, file: str) -> list[dict[str, Any]] | Unchecked:
    """The objects of a file; none where its documents have no apiVersion and kind. Unchecked: it cannot be read."""
    try:
        status = (root / file).stat()
        if not stat.S_ISREG(status.st_mode):
            return Unchecked(file, NO_FILE)
        if status.st_size > LARGEST_FILE:
            return Unchecked(file, TOO_LARGE)
        content = (root / file).read_bytes()
    except OSError as error:
        return Unchecked(file, f"cannot be read: {error.strerror}")
    # Most YAML of a repository is no manifest; a file without both words is not worth parsing.
    if b"apiVersion" not in content or b"kind" not in content:
        return []
    if content.count(b",") + content.count(b"\n") + content.count(b":") > _MOST_VALUES:
        return Unchecked(file, f"holds more than {_MOST_VALUES:,} values: split it, or leave it out")
    try:
        plain = parse_unremarkable(content)
        return list(objects_in_text(content, file) if plain is None else _all_of(plain))
    except MistakesError as error:
        said = [f"{each.line}:{each.column}: {each.message}" for each in error.mistakes]
        return Unchecked(file, "; ".join(first_of(said)))


def oddities_in_text(content: bytes, file: str) -> tuple[Oddity, ...]:
    """What is odd in a file's text, nothing in one that is no YAML."""
    if parse_unremarkable(content) is not None:
        return ()
    try:
        return tuple(each for document in read_documents(content, file) for each in document.found)
    except MistakesError:
        return ()


def objects_in_text(text: str | bytes, file: str) -> Iterator[dict[str, Any]]:
    """The objects of a text, those of a `List` one by one. Raises MistakesError on what is no YAML."""
    for document in read_documents(text, file):
        if document.root is not None:
            yield from _unroll(to_plain(document.root))


def _all_of(bodies: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for body in bodies:
        yield from _unroll(body)


def _unroll(body: Any) -> Iterator[dict[str, Any]]:
    if not _is_object(body):
        return
    items = body.get("items")
    if body["kind"].endswith("List") and isinstance(items, list):
        for item in items:
            yield from _unroll(item)
    elif not body["apiVersion"].startswith(_KUSTOMIZE):
        yield body


def _is_object(body: Any) -> bool:
    return isinstance(body, Mapping) and isinstance(body.get("apiVersion"), str) and isinstance(body.get("kind"), str)
