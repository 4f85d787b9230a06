"""`${variables}` in rendered YAML, as Flux replaces them: github.com/fluxcd/pkg/envsubst, a fork of drone/envsubst.

The forms are those of its README. A text with a form that Flux can't read fails its whole build.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import translate

NAME = re.compile(r"[_A-Za-z][_A-Za-z0-9]*")
"""What Flux accepts as the name of a variable that it is given."""
_USED = re.compile(r"\w+")
_DEFAULTS = ("=", ":=", ":-", ":?", ":+")
_DEEPEST = 50
_LONGEST_CUT = 5_000
_LONGEST_TEXT = 64 << 20


class SubstitutionError(ValueError):
    """A `${...}` that Flux can't read; the text says which."""


@dataclass(slots=True)
class Substitution:
    """One text with its variables replaced. `undefined` are names without a value and without a default."""

    text: str = ""
    undefined: dict[str, None] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)


def substitute(text: str, values: Mapping[str, str], *, open_ended: bool = False) -> Substitution:
    """Replace every `${...}`; what has no value becomes "", as Flux does where it is not strict.

    `open_ended`: a source of values can't be read, so a variable without a value here may have one there: its `${...}`
    stays as it is written and its name is in `unknown`. Raises SubstitutionError.
    """
    return _Reader(text, values, open_ended).whole()


class _Reader:
    def __init__(self, text: str, values: Mapping[str, str], open_ended: bool) -> None:
        self._text = text
        self._values = values
        self._open_ended = open_ended
        self._at = 0
        self._depth = 0
        self._found = Substitution()

    def whole(self) -> Substitution:
        parts: list[str] = []
        length = 0
        while self._at < len(self._text):
            dollar = self._text.find("$", self._at)
            if dollar < 0:
                parts.append(self._text[self._at :])
                break
            parts.append(self._text[self._at : dollar])
            following = self._text[dollar + 1 : dollar + 2]
            self._at = dollar
            if following == "{":
                parts.append(self._expression())
                length += len(parts[-1])
                if length > _LONGEST_TEXT:
                    raise SubstitutionError(f"its variables make more than {_LONGEST_TEXT >> 20} MiB of text")
            else:
                parts.append("$")
                self._at += 2 if following == "$" else 1
        self._found.text = "".join(parts)
        return self._found

    def _expression(self) -> str:
        """From `${` to its `}`."""
        start = self._at
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._bad(start)
        self._at += 2
        length = self._take("#")
        name = self._name(start)
        value = self._values.get(name)
        operator = "" if length else self._operator()
        arguments = self._arguments(operator, start)
        if not self._take("}"):
            raise self._bad(start)
        self._depth -= 1
        if value is None and operator not in _DEFAULTS:
            if self._open_ended:
                self._found.unknown[name] = None
                return self._text[start : self._at]
            self._found.undefined[name] = None
        elif value is None and self._open_ended:
            self._found.unknown[name] = None
            return self._text[start : self._at]
        return str(len((value or "").encode())) if length else _OPERATORS[operator](value or "", arguments)

    def _name(self, start: int) -> str:
        found = _USED.match(self._text, self._at)
        if found is None:
            raise self._bad(start)
        self._at = found.end()
        return found.group()

    def _operator(self) -> str:
        for operator in (
            ":=",
            ":-",
            ":?",
            ":+",
            "=",
            ":",
            "//",
            "/#",
            "/%",
            "/",
            "##",
            "#",
            "%%",
            "%",
            ",,",
            ",",
            "^^",
            "^",
        ):
            if self._take(operator):
                return operator
        return ""

    def _arguments(self, operator: str, start: int) -> list[str]:
        if operator in _DEFAULTS:
            return [self._until("}")]
        if operator == ":":
            first = self._until(":}")
            return [first, self._until("}")] if self._take(":") else [first]
        if operator.startswith("/"):
            pattern = self._until("/", escapes=True)
            if not self._take("/"):
                raise self._bad(start)
            return [pattern, self._until("}", escapes=True)]
        return [self._until("}")] if operator[:1] in ("#", "%") and operator else []

    def _until(self, ends: str, *, escapes: bool = False) -> str:
        """The text up to one of `ends`, expressions in it replaced."""
        parts: list[str] = []
        while self._at < len(self._text) and self._text[self._at] not in ends:
            pair = self._text[self._at : self._at + 2]
            if pair == "${":
                parts.append(self._expression())
            elif escapes and pair in ("\\/", "\\\\", "$$"):
                parts.append(pair[1])
                self._at += 2
            else:
                parts.append(pair[0])
                self._at += 1
        return "".join(parts)

    def _take(self, text: str) -> bool:
        if self._text.startswith(text, self._at):
            self._at += len(text)
            return True
        return False

    def _bad(self, start: int) -> SubstitutionError:
        line = self._text[start : start + 40].split("\n")[0]
        return SubstitutionError(f"'{line}' is no form of variable that Flux can read")


def _default(value: str, arguments: list[str]) -> str:
    return value or "".join(arguments)


def _substring(value: str, arguments: list[str]) -> str:
    """Positions count bytes in Go; a text beyond ASCII is cut between characters here."""
    try:
        position, *length = (int(each) for each in arguments)
    except ValueError:
        return value
    position = max(0, len(value) + position) if position < 0 else position
    end = len(value) if not length else (position + length[0] if length[0] >= 0 else len(value) + length[0])
    return value[position : max(position, end)]


def _first_lower(value: str, _: list[str]) -> str:
    return value[:1].lower() + value[1:]


def _first_upper(value: str, _: list[str]) -> str:
    return value[:1].upper() + value[1:]


def _replace_prefix(value: str, arguments: list[str]) -> str:
    return arguments[1] + value[len(arguments[0]) :] if value.startswith(arguments[0]) else value


def _replace_suffix(value: str, arguments: list[str]) -> str:
    return value.removesuffix(arguments[0]) + arguments[1] if value.endswith(arguments[0]) else value


def _trim(value: str, arguments: list[str], *, longest: bool, suffix: bool) -> str:
    if len(value) > _LONGEST_CUT:
        raise SubstitutionError(f"a value of more than {_LONGEST_CUT:,} characters is not cut by a pattern here")
    # fnmatch makes expressions that never go back, so that no pattern takes for ever.
    pattern = re.compile(translate(arguments[0]))
    ends = range(1, len(value) + 1)
    for length in reversed(ends) if longest else ends:
        part = value[-length:] if suffix else value[:length]
        if pattern.fullmatch(part):
            return value[:-length] if suffix else value[length:]
    return value


_OPERATORS: dict[str, Callable[[str, list[str]], str]] = {
    **dict.fromkeys(("", *_DEFAULTS), _default),
    ":": _substring,
    ",": _first_lower,
    ",,": lambda value, _: value.lower(),
    "^": _first_upper,
    "^^": lambda value, _: value.upper(),
    "/": lambda value, arguments: value.replace(arguments[0], arguments[1], 1),
    "//": lambda value, arguments: value.replace(arguments[0], arguments[1]),
    "/#": _replace_prefix,
    "/%": _replace_suffix,
    "#": lambda value, arguments: _trim(value, arguments, longest=False, suffix=False),
    "##": lambda value, arguments: _trim(value, arguments, longest=True, suffix=False),
    "%": lambda value, arguments: _trim(value, arguments, longest=False, suffix=True),
    "%%": lambda value, arguments: _trim(value, arguments, longest=True, suffix=True),
}
