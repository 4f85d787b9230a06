"""Kustomize's words about a failure, made fit to show."""

import re
from pathlib import Path

_WARNING = re.compile(r"^#? ?Warning:", re.IGNORECASE)
# Kustomize tries each resource as a file and then as a folder, and reports both; one of the two attempts is noise.
_NOT_A_FILE = re.compile(
    r"accumulating resources: accumulation err='accumulating resources from '[^']*': '[^']*' must resolve to a file': "
)
_NOT_A_FOLDER = re.compile(r"': must build at directory: .*$", re.DOTALL)
_LONGEST_LINE = 1000
_ATTEMPT = re.compile(r"accumulating resources: accumulation err='")


def readable_failure(text: str, root: Path) -> str:
    """The error first and short, warnings after it, paths relative to `root`, no "error:" in front."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    warnings = [line for line in lines if _WARNING.match(line)]
    errors = [line for line in lines if not _WARNING.match(line)]
    if not errors:
        return "\n".join(["kustomize failed and gave no reason", *warnings])
    first = re.sub(r"^error: ", "", errors[0], flags=re.IGNORECASE)
    first = _ATTEMPT.sub("", _NOT_A_FOLDER.sub("", _NOT_A_FILE.sub("", first)))
    return _relative("\n".join(map(_shortened, [first, *errors[1:], *warnings])), root)


def _shortened(line: str) -> str:
    """Kustomize prints whole objects at times; what is wrong stands before and behind them."""
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE // 2]} ... {line[-_LONGEST_LINE // 2 :]}"


def _relative(text: str, root: Path) -> str:
    for place in dict.fromkeys((str(root.resolve()), str(root.absolute()))):
        if place != "/":
            text = re.sub(re.escape(place) + r"/", "", text)
            text = re.sub(re.escape(place) + r"(?![\w.-])", ".", text)
    return text
