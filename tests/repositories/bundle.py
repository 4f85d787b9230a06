"""Repositories as texts: the files of each, one after another, every one begun by a line `# file: PATH`.

As files of their own they would be part of this repository, and judged with it.
"""

import re
from pathlib import Path

_HERE = Path(__file__).parent
STYLES = tuple(sorted(path.stem for path in _HERE.glob("*.txt")))


def files_of(style: str) -> dict[str, str]:
    """Path -> text of the repository in that style."""
    _, *parts = re.split(r"(?m)^# file: (\S+)\n", (_HERE / f"{style}.txt").read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))
