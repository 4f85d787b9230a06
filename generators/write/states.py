"""The states of one path: what is there against what platform.yaml says (law 6)."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any

from generators.tree.patch import same
from generators.write.header import is_header_line, names_itself, normalise, read_header
from manifests.errors import MistakesError
from manifests.reader import read_documents, to_plain

_TORN = re.compile(r"^<{7}(?: .*)?$.*?^={7}$.*?^>{7}(?: .*)?$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")


class State(StrEnum):
    """What a path is to sync. The last three are for paths that platform.yaml does not ask for (any more)."""

    CLEAN = "clean"
    STALE = "stale"
    MISSING = "missing"
    EDITED = "edited"
    REFORMATTED = "reformatted"
    CONFLICTED = "conflicted"
    FOREIGN = "foreign"
    ORPHAN = "orphan"
    EDITED_ORPHAN = "edited orphan"


def state_of(path: str, desired: str | None, present: str | None) -> State:
    """The state of a path. `desired` is the whole text that sync would write, header included; None: no such file.

    One of the two must be a text: ValueError otherwise.
    """
    if present is None:
        if desired is None:
            raise ValueError(f"{path}: neither wanted nor there, so it has no state")
        return State.MISSING
    if present == desired:
        return State.CLEAN
    if desired is not None and not present.strip("\0"):
        return State.STALE  # what a power cut leaves of a new file; there is nothing of a person's in it
    torn = is_torn(present)
    header = read_header(present)
    ours = header is not None and header.path == path
    if torn and names_itself(present, path):
        return State.CONFLICTED if desired is not None else State.EDITED_ORPHAN
    if header is None or not ours:
        return State.FOREIGN
    if desired is None:
        return State.ORPHAN if header.intact() else State.EDITED_ORPHAN
    if normalise(present) == normalise(desired):
        return State.CLEAN
    if header.intact():
        return State.STALE
    return State.REFORMATTED if _says_the_same(path, desired, present) else State.EDITED


def is_torn(text: str) -> bool:
    """Whether a merge left its markers."""
    return "<<<<<<<" in text and _TORN.search(normalise(text)) is not None


def _says_the_same(path: str, desired: str, present: str) -> bool:
    """Both parse to the same values, and no comment was added: a person's sentence is a person's."""
    if path.endswith(".json"):
        wanted, found = json.loads(desired), _json_or_none(present)
        return isinstance(found, dict) and same(_without_comment(wanted), _without_comment(found))
    found_values = _values(present, path)
    if found_values is None or not _comments(present) <= _comments(desired):
        return False
    return same(_values(desired, path), found_values)


def _values(text: str, file: str) -> list[Any] | None:
    """The documents' values; None for what is no YAML, or what two readers would read differently."""
    try:
        documents = read_documents(text, file)
    except MistakesError:
        return None
    if any(document.oddities for document in documents):
        return None
    return [to_plain(document.root) for document in documents if document.root is not None]


def _comments(text: str) -> set[str]:
    """Whatever looks like a comment, so that a `#` in a string can only make the answer more careful."""
    lines = (line for line in normalise(text).split("\n") if not is_header_line(line))
    return {found[0] for line in lines if (found := _COMMENT.search(line))}


def _json_or_none(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except ValueError:
        return None


def _without_comment(value: dict[str, Any]) -> dict[str, Any]:
    """Without the record, which is the first key's."""
    return {key: each for key, each in value.items() if key != "$comment"}
