"""Names and values in the text of a configuration file: YAML, JSON, properties, ini, environment files."""

import re
from collections.abc import Iterator

# What is a program or a page is no list of settings: there, a password is most often the name of one.
_NO_SETTINGS = re.compile(
    r"\.(?:js|mjs|ts|tsx|jsx|py|rb|php|go|java|lua|pl|sh|bash|sql|html?|css|md|tpl|tmpl|groovy|rego|proto)$"
)
_SETTING = re.compile(r"""(?:-\s+|export\s+)?["']?([A-Za-z_][\w.-]{0,80})["']?\s*[:=]\s*""")
_PAIR = re.compile(r'''"([A-Za-z_][\w.-]{0,80})"\s*:\s*"([^"\n]{0,2000})"''')
_LONGEST_LINE = 2000


def settings_in(file: str, text: str) -> Iterator[tuple[str, str]]:
    """Each name and value: all pairs of JSON, else one a line. Comments and overlong lines are left out."""
    if _NO_SETTINGS.search(file) is not None:
        return
    if text.lstrip().startswith(("{", "[{")):
        yield from _PAIR.findall(text)
        return
    for line in map(str.strip, text.splitlines()):
        match = _SETTING.match(line) if len(line) <= _LONGEST_LINE else None
        if match is not None:
            yield match[1], _unquoted(line[match.end() :].rstrip(",; \t"))


def _unquoted(value: str) -> str:
    """The value without its quotes, or without a comment that follows it."""
    if value[:1] in ("'", '"') and value[-1:] == value[:1]:
        return value[1:-1]
    return value.partition(" #")[0].rstrip()
