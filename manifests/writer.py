"""Values to YAML text that every reader takes for the same values, and that formatters leave as it is.

A text stands without quotes only where no reader of YAML 1.1 or 1.2 can take it for anything else. Nothing is
folded.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from math import isfinite
from typing import Any

import orjson

_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity", "none"))
_PLAIN = re.compile(
    r"(?:(?:\.\.?/)*[A-Za-z]|/)"  # a letter, or a path
    r"(?:[A-Za-z0-9_./@+=,()%~*&!?$<>^'-]|:(?=[^\s:])| (?=[A-Za-z0-9_./@+=,()%~*&!?$<>^'-]))*"
    r"|[0-9]+(?:[numkMGTP]|[KMGTPE]i|ms|s|h|%)"  # a quantity or a duration
)
_UNSEEN = "\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff9-\uffff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_BLOCK_FORBIDS = re.compile(f"[\0-\x08\x0b-\x1f\ud800-\udfff{_UNSEEN}]|^[ ]*\t|[ \t]+$", re.MULTILINE)
_LONGEST_KEY = 1000  # YAML's limit is 1024 characters, quotes included
_DEEPEST = 200
_WIDTH = 80  # beyond it formatters put `[]` and `{}` on a line of their own


def to_yaml(value: Any) -> str:
    """One document of dicts, lists, tuples, texts, numbers, booleans and None, ended by exactly one newline.

    Fields keep their order. TypeError for any other value or a key that is no text; ValueError for what no reader gives
    back: a number beyond 64 bits or not finite, half a character, a key of more than 1,000 characters, more than 200
    levels.
    """
    lines: list[str] = []
    if isinstance(value, dict) and value:
        _mapping(value, "", "", lines, 0)
    elif isinstance(value, list | tuple) and value:
        _sequence(value, "", "", lines, 0)
    else:
        lines.append(_inline(value))
    lines.append("")
    return "\n".join(lines)


def _mapping(body: dict[str, Any], first: str, indent: str, lines: list[str], depth: int) -> None:
    """`first` stands before the first field (the indent, or the dash of a list), `indent` before the others."""
    _check_depth(depth)
    inner = f"{indent}  "
    for key, value in body.items():
        name = f"{first}{_key(key)}:"
        first = indent
        if isinstance(value, str):
            # a block behind a long key would be moved to the next line too
            lines.append(f"{name} {_text(value, inner) if len(name) + 3 <= _WIDTH else _scalar(str.__str__(value))}")
        elif isinstance(value, dict) and value:
            lines.append(name)
            _mapping(value, inner, inner, lines, depth + 1)
        elif isinstance(value, list | tuple) and value:
            lines.append(name)
            _sequence(value, inner, inner, lines, depth + 1)
        else:
            line = f"{name} {_inline(value)}"
            is_folded = len(line) > _WIDTH and isinstance(value, dict | list | tuple)
            lines.extend((name, f"{inner}{_inline(value)}") if is_folded else (line,))


def _sequence(items: Iterable[Any], first: str, indent: str, lines: list[str], depth: int) -> None:
    _check_depth(depth)
    inner = f"{indent}  "
    for item in items:
        dash = f"{first}- "
        first = indent
        if isinstance(item, str):
            lines.append(f"{dash}{_text(item, inner)}")
        elif isinstance(item, dict) and item:
            _mapping(item, dash, inner, lines, depth + 1)
        elif isinstance(item, list | tuple) and item:
            _sequence(item, dash, inner, lines, depth + 1)
        else:
            lines.append(f"{dash}{_inline(item)}")


def _text(text: str, indent: str) -> str:
    if "\n" not in text or not _block_is_safe(text):
        return _scalar(str.__str__(text))  # an enumeration's member is written as its text
    body = text.removesuffix("\n")
    block = "\n".join(f"{indent}{line}" if line else "" for line in body.split("\n"))
    return f"|\n{block}" if len(body) < len(text) else f"|-\n{block}"


def _block_is_safe(text: str) -> bool:
    return not (text[0] in " \n" or text.endswith("\n\n") or _BLOCK_FORBIDS.search(text))


def _inline(value: Any) -> str:
    """What fits behind a colon or a dash on one line."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return _scalar(str.__str__(value))
    if isinstance(value, int):
        return _integer(int(value))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, dict | list | tuple) and not value:
        return "{}" if isinstance(value, dict) else "[]"
    raise TypeError(f"YAML has no way to write a {type(value).__name__}: {value!r}")


def _integer(number: int) -> str:
    if not -(2**63) <= number < 2**63:
        raise ValueError("a number beyond signed 64-bit integers cannot be written: Kubernetes rounds it")
    return str(number)


def _float(number: float) -> str:
    if not isfinite(number):
        raise ValueError(f"{number} cannot be written: Kubernetes has no such number")
    text = repr(number)
    mantissa, exponent, power = text.partition("e")
    # a reader of YAML 1.1 wants a dot in every float
    return f"{mantissa}.0e{power}" if exponent and "." not in mantissa else text


@lru_cache(maxsize=32768)
def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {key!r}")
    written = _scalar(key)
    if len(written) > _LONGEST_KEY:
        raise ValueError(f"a key of more than {_LONGEST_KEY} characters cannot be written: {key[:30]}...")
    return written


@lru_cache(maxsize=32768)
def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    try:
        quoted = _INVISIBLE.sub(_escaped, orjson.dumps(text).decode())
    except orjson.JSONEncodeError:
        raise ValueError(f"half a character cannot be written: {text[:30]!r}") from None
    # formatters prefer single quotes around a double quote, where nothing else needs an escape
    return "'" + text.replace("'", "''") + "'" if '"' in text and not _other_escape(quoted) else quoted


def _other_escape(quoted: str) -> bool:
    return quoted.count("\\") != quoted.count('\\"') or "\\\\" in quoted


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _check_depth(depth: int) -> None:
    if depth >= _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} levels cannot be written")
