"""YAML text to nodes with positions, over PyYAML's C event parser, with Kubernetes' own rules for scalars.

What is no YAML raises MistakesError; what is YAML but odd is told beside the nodes, and the caller decides.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from yaml import MarkedYAMLError, YAMLError

from manifests.construct import Constructor, Document
from manifests.errors import Mistake, MistakesError
from manifests.nodes import Mapping, Node, Scalar, Sequence, find, nearest, node_at, to_plain
from manifests.oddity import Oddity, OddityKind
from manifests.syntax import forbidden_character, syntax_mistake, undecodable

__all__ = [
    "Document",
    "Mapping",
    "Node",
    "Oddity",
    "OddityKind",
    "Scalar",
    "Sequence",
    "find",
    "nearest",
    "node_at",
    "read_documents",
    "to_plain",
]

_MOST_CHARACTERS = 64 * 2**20


def read_documents(text: str | bytes, file: str, line: int = 1) -> tuple[Document, ...]:
    """All documents of a file; none at all where it holds only comments and blank lines.

    `line` is where the text begins, for a part of a file.

    MistakesError, with line and column, for what is no YAML, what is nested deeper than 200 levels, and aliases that
    repeat more than 100,000 values.
    """
    text = (_decoded(text, file) if isinstance(text, bytes) else text).removeprefix("\ufeff")
    if len(text) > _MOST_CHARACTERS:
        raise MistakesError([Mistake(file, 1, 1, "this file is larger than 64 MiB; split it")])
    with _quiet_collector():
        try:
            return tuple(Constructor(text, file, line).documents())
        except MarkedYAMLError as error:
            raise MistakesError([syntax_mistake(error, text, file)]) from None
        except (YAMLError, UnicodeEncodeError):
            raise MistakesError([forbidden_character(text, file)]) from None


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MistakesError([undecodable(data, error, file)]) from None


@contextmanager
def _quiet_collector() -> Iterator[None]:
    # thousands of new nodes wake the cycle collector again and again, and none of them is ever garbage here
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # files the new nodes under the old objects, so that waking the collector does not go through them at once
            gc.freeze()
            gc.unfreeze()
            gc.enable()
