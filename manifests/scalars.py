"""What a plain scalar means to Kubernetes, and what is odd about it.

The values are those of kustomize (go-yaml v3) where it and kubectl (go-yaml v2) agree; for `yes` and its like, and for
dates, they do not, and the text is kept as written.
"""

import re
from functools import lru_cache
from math import isfinite

from manifests.nodes import Value
from manifests.oddity import OddityKind

Odd = tuple[OddityKind, str]

_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_KUBECTL_ONLY = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"), "true"),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF"), "false"),
}
_NOT_FINITE = {
    **dict.fromkeys((f"{sign}{word}" for sign in ("", "+") for word in (".inf", ".Inf", ".INF")), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_COMMON_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_INTEGER = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|0([0-7]+)|([1-9][0-9]*|0))")
_BASES = (16, 8, 2, 8, 10)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SIMPLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+][0-9]+)?)?|0x[0-9a-fA-F]+")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:[Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_LONGEST_NUMBER = 400
_LARGEST_FLOAT = 2**1023


@lru_cache(maxsize=32768)
def read_plain(text: str) -> tuple[Value, Odd | None]:
    """The value of an unquoted text, and what is odd about it (None: nothing)."""
    if text in _WORDS:
        return _WORDS[text], None
    first = text[0]
    if first not in "0123456789+-.=yYnNoO":
        return text, None
    if _COMMON_INTEGER.fullmatch(text):
        return int(text), None
    if text in _KUBECTL_ONLY:
        meant = _KUBECTL_ONLY[text]
        return text, _differ(
            f"{text!r} is read as {meant} by kubectl and as text by kustomize; quote it or write {meant}"
        )
    if text in _NOT_FINITE:
        return _NOT_FINITE[text], _differ(
            f"{text!r} is a number that Kubernetes cannot hold; quote it or write another"
        )
    if text == "=":
        return text, (OddityKind.OTHER_READERS, "'=' stops some YAML readers; quote it")
    if first in "0123456789+-." and len(text) <= _LONGEST_NUMBER:
        return _number_or_text(text)
    return text, None


def is_text_unquoted(text: str) -> bool:
    """Whether kustomize takes it for text even without quotes, which it removes from keys."""
    return isinstance(read_plain(text)[0], str) and not _DATE.fullmatch(text)


def _number_or_text(text: str) -> tuple[Value, Odd | None]:
    if _DATE.fullmatch(text):
        return text, _differ(f"{text!r} is rewritten as a full timestamp by kustomize and kept by kubectl; quote it")
    if _SEXAGESIMAL.fullmatch(text):
        sentence = f"{text!r} is text to kubectl and kustomize and a number to other YAML readers; quote it"
        return text, (OddityKind.OTHER_READERS, sentence)
    number = _number(text if text[0] == "." else text.replace("_", ""))
    if number is None:
        return text, None
    if isinstance(number, int) and not -(2**63) <= number < 2**63:
        kept = number if 0 < number < 2**64 else float(number)
        return kept, _differ(f"'{text[:30]}' does not fit a signed 64-bit integer, so Kubernetes rounds it; quote it")
    if _SIMPLE_NUMBER.fullmatch(text):
        return number, None
    return number, (OddityKind.UNUSUAL_NUMBER, f"{text!r} is read as the number {number}; quote it or write {number}")


def _number(text: str) -> int | float | None:
    integer = _INTEGER.fullmatch(text)
    if integer:
        sign, *digits = integer.groups()
        base, figures = next((base, each) for base, each in zip(_BASES, digits, strict=True) if each is not None)
        whole = int(f"{sign}{figures}", base)
        return whole if abs(whole) < _LARGEST_FLOAT else None
    if not _FLOAT.fullmatch(text):
        return None
    number = float(text)
    if not isfinite(number):
        return None
    # JSON, through which Kubernetes passes every value, has no 1.0
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _differ(sentence: str) -> Odd:
    return OddityKind.READERS_DIFFER, sentence
