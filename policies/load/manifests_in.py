"""The Kubernetes objects of a plain YAML or JSON file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from manifests.errors import MistakesError
from manifests.reader import Oddity, read_documents, to_plain
from policies.files import LARGEST_FILE
from policies.finding import Unchecked

_KUSTOMIZE = "kustomize.config.k8s.io/"
_MOST_VALUES = 1_000_000
"""A value takes about 300 bytes of memory."""


def objects_in_file(root: Path, file: str) -> list[dict[str, Any]] | Unchecked:
    """The objects of a file; none where its documents have no apiVersion and kind. Unchecked: it cannot be read."""
    try:
        size = (root / file).stat().st_size
        if size > LARGEST_FILE:
            return Unchecked(file, f"is larger than {LARGEST_FILE >> 20} MiB: split it, or leave it out")
        content = (root / file).read_bytes()
    except OSError as error:
        return Unchecked(file, f"cannot be read: {error.strerror}")
    # Most YAML of a repository is no manifest; a file without both words is not worth parsing.
    if b"apiVersion" not in content or b"kind" not in content:
        return []
    if content.count(b",") + content.count(b"\n") + content.count(b":") > _MOST_VALUES:
        return Unchecked(file, f"holds more than {_MOST_VALUES:,} values: split it, or leave it out")
    try:
        return list(objects_in_text(content, file))
    except MistakesError as error:
        return Unchecked(file, "; ".join(f"{each.line}:{each.column}: {each.message}" for each in error.mistakes))


def oddities_in_file(root: Path, file: str) -> tuple[Oddity, ...]:
    """What is odd in a file, for one that can be read."""
    try:
        if (root / file).stat().st_size > LARGEST_FILE:
            return ()
        return tuple(each for document in read_documents((root / file).read_bytes(), file) for each in document.found)
    except (OSError, MistakesError):
        return ()


def objects_in_text(text: str | bytes, file: str) -> Iterator[dict[str, Any]]:
    """The objects of a text, those of a `List` one by one. Raises MistakesError on what is no YAML."""
    for document in read_documents(text, file):
        if document.root is not None:
            yield from _unroll(to_plain(document.root))


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
