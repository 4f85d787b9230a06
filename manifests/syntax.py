"""What is wrong with a text that is no YAML, said without the parser's jargon."""

import re

from yaml import MarkedYAMLError

from manifests.errors import Mistake

_TAB = "a tab cannot indent YAML; use spaces"
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# the parser's words, and whether the culprit is where it stopped or where the thing it was reading began
_SENTENCES = (
    ("mapping values are not allowed", False, "this ':' cannot stand here; quote the text, or check the indentation"),
    ("block sequence entries are not allowed", False, "a list cannot start here; put it on its own line"),
    ("mapping keys are not allowed", False, "a key cannot start here; check the indentation"),
    (
        "could not find expected ':'",
        True,
        "this line is neither 'key: value' nor a list item; add the ':' or indent it",
    ),
    ("found unexpected end of stream", True, "the quote that opens here is never closed"),
    ("found unexpected document indicator", True, "the quote that opens here is not closed before '---' or '...'"),
    ("found unknown escape character", False, "this escape is unknown; write two backslashes for one"),
    ("hexdecimal number", False, "this escape needs hexadecimal digits; write two backslashes for one"),
    ("invalid Unicode character escape", False, "this escape names no character"),
    ("found a tab character", False, _TAB),
    ("did not find expected comment or line break", False, "only a comment may follow '|' or '>' on its line"),
    ("found an indentation indicator equal to 0", False, "the indentation after '|' or '>' must be 1 to 9"),
    ("did not find expected key", False, "this is indented differently from its neighbours"),
    ("did not find expected '-' indicator", False, "this is indented like a list item but starts with no '- '"),
    ("did not find expected ',' or ']'", True, "the '[' that opens here is not closed properly; add ',' or ']'"),
    ("did not find expected ',' or '}'", True, "the '{' that opens here is not closed properly; add ',' or '}'"),
    ("did not find expected <document start>", False, "a second document must start with '---'"),
    ("did not find expected <stream-start>", False, "this is no YAML"),
    ("did not find expected node content", False, "a value is missing before this"),
    ("while scanning an anchor", False, "'&' starts an anchor; quote the text if none is meant"),
    ("while scanning an alias", False, "'*' starts an alias; quote the text if none is meant"),
    ("undefined tag handle", False, "'!' starts a tag, and this one is unknown; quote the text if none is meant"),
    ("tag", False, "'!' starts a tag; quote the text if none is meant"),
    ("exceeded max depth", False, "this is nested too deep"),
    ("directive", False, "'%' starts a directive; quote the text if none is meant"),
    ("incompatible YAML document", False, "this YAML version is unknown; leave the %YAML line out"),
)
_NO_START = {
    "@": "a value cannot start with '@'; quote it",
    "`": "a value cannot start with '`'; quote it",
    "%": "a value cannot start with '%'; quote it",
    "\t": _TAB,
}


def syntax_mistake(error: MarkedYAMLError, text: str, file: str) -> Mistake:
    """The parser's error as one sentence at the line and column of the culprit."""
    stopped = error.problem_mark or error.context_mark
    began = error.context_mark or stopped
    said = f"{error.context or ''} {error.problem or ''}"
    if stopped is None or began is None:
        return Mistake(file, 1, 1, "this is no YAML")
    line, column = stopped.line, stopped.column
    lines = text.splitlines()
    written = lines[line] if line < len(lines) else ""
    if "cannot start any token" in said:
        found = written[column : column + 1]
        return Mistake(
            file, line + 1, column + 1, _NO_START.get(found, f"a value cannot start with {found!r}; quote it")
        )
    conflict = next((number for number, each in enumerate(lines, 1) if _CONFLICT.match(each)), None)
    if conflict is not None:
        return Mistake(file, conflict, 1, "this is a merge conflict; resolve it")
    if "did not find expected key" in said and written[:column].strip():
        return Mistake(file, line + 1, column + 1, "this cannot follow what stands before it; check the quotes")
    tab = _indenting_tab(lines, began.line, line)
    if tab is not None:
        return Mistake(file, *tab, _TAB)
    for words, at_beginning, sentence in _SENTENCES:
        if words in said:
            mark = began if at_beginning else stopped
            return Mistake(file, mark.line + 1, mark.column + 1, sentence)
    return Mistake(file, line + 1, column + 1, "this is no YAML")


def forbidden_character(text: str, file: str) -> Mistake:
    """The first character of the text that YAML forbids."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return Mistake(file, 1, 1, "this is no YAML")
    code = ord(found.group())
    name = "a NUL character" if code == 0 else f"the character U+{code:04X}"
    return Mistake(file, *_place(text[: found.start()]), f"{name} cannot stand in YAML; remove it")


def undecodable(data: bytes, error: UnicodeDecodeError, file: str) -> Mistake:
    """Where the bytes stop being UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Mistake(file, 1, 1, "this file is UTF-16; save it as UTF-8")
    before = data[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
    return Mistake(file, *_place(before), f"the byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8")


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _indenting_tab(lines: list[str], first: int, last: int) -> tuple[int, int] | None:
    for number in range(first, min(last + 1, len(lines))):
        line = lines[number]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and line.strip():
            return number + 1, indent.index("\t") + 1
    return None
