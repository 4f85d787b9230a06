"""Hand-written YAML to values at rapidyaml's speed, for the texts of which nobody can doubt what they mean.

Most manifests hold nothing that readers take in two ways: no anchor, tag or merge key, no `yes`, no `0777`, no key set
twice. Such a text is read about ten times as fast as with positions. Of any other text this module says nothing, and
`manifests.reader` reads it: the patterns err towards that.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import ryml

# What stands before a value: a line's beginning and brackets with or without blanks, the rest with.
_BEFORE_VALUE = rb"[\n\[{,:?-](?:(?<=[\n\[{,])[ ]*|[ ]+)"
_PLAIN_INTEGER = rb"-?(?:0|[1-9][0-9]{0,14})"
_QUANTITY = rb"[0-9]{1,15}(?:m|k|M|G|T|Ki|Mi|Gi|Ti|s|h|ms|%)"
_DECIMAL = rb"[0-9]{1,9}\.[0-9]{0,6}[1-9]"
_VERSION = rb"v?[0-9]{1,9}(?:\.[0-9]{1,9}){2,5}(?:/[0-9]{1,3})?"
_CERTAIN = rb"(?:" + b"|".join((_PLAIN_INTEGER, _QUANTITY, _DECIMAL, _VERSION)) + rb")(?=[ ]*(?:[,}\]\n]|[ ]#))"
_DOUBTFUL = (
    re.compile(
        _BEFORE_VALUE + rb"(?:"
        # What only YAML has: anchors, aliases, tags, reserved characters, explicit keys, what ends a document.
        rb"[&*!%@`=:?+.]|"
        # Words that some reader takes for something else, and all ways to write null and the booleans but one.
        rb"(?:(?i:y|n|yes|no|on|off)|Null|NULL|True|TRUE|False|FALSE|-?\.?(?i:inf(?:inity)?|nan))(?![\w./-])|~|"
        # Numbers, and what begins like one, but those that all readers agree on.
        rb"(?!" + _CERTAIN + rb")-?\.?[0-9])"
    ),
    re.compile(rb"[:-][ ]*[}\],]"),
    re.compile(rb"\n[ ]*(?:[|>]|[\]}]+[ ]*[^\]},\n ])"),
    # What no document begins with.
    re.compile(rb"\n---[^\n]*\n(?:[ ]*(?:#[^\n]*)?\n)*[ ]*[^A-Za-z\"'{\[#\n -]"),
    # A value behind the separator of two documents, and an escape that is not one of JSON.
    re.compile(rb"\n---(?![ ]*(?:#[^\n]*)?\n)"),
    re.compile(rb"\\(?![\"\\nt])"),
)
_COMMON = bytes(range(32, 127)) + b"\n"  # no tab, no carriage return, no control character, ASCII


def parse_unremarkable(text: bytes) -> list[dict[str, Any]] | None:
    """The documents of a text that are mappings, as `reader.read_documents` and `to_plain` give them.

    None where anything in it is, or might be, odd or no YAML.
    """
    if not _is_certain(text):
        return None
    try:
        with _quiet():
            tree = ryml.parse_in_arena(text)
            root = tree.root_id()
            is_stream = tree.is_stream(root)
            json = ryml.emit_json_malloc(tree, root)
        if json is None:
            return None
        value = orjson.loads(json)
    except (ryml.ExceptionBasic, ValueError):
        return None
    # A key that is set twice is in the tree, not in the values. Strings are escaped alike on both sides.
    if orjson.dumps(value).count(b'":') != (json if isinstance(json, bytes) else json.encode()).count(b'":'):
        return None
    documents = value if is_stream else [value]
    return [document for document in documents if isinstance(document, dict)]


def _is_certain(text: bytes) -> bool:
    if b"<<" in text or text.translate(None, _COMMON):
        return False
    framed = b"\n---\n" + text + b"\n"
    return not any(pattern.search(framed) for pattern in _DOUBTFUL)


@contextmanager
def _quiet() -> Iterator[None]:
    """rapidyaml writes of what is no YAML on stderr, past Python, and raises; the careful reader says it better."""
    try:
        kept = os.dup(2)
    except OSError:  # stderr is closed: nobody reads it
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
