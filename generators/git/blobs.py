"""What Git holds of a file that is not in the work tree any more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from generators.git.work_tree import WorkTree


def texts_of(tree: WorkTree, paths: Iterable[str], places: Sequence[str] = ("HEAD", "")) -> dict[str, str]:
    """The text of each file in the last of `places` that has it (HEAD, then the index); what none has is left out.

    Bytes that are no UTF-8 come as surrogates. A path must hold no line end.
    """
    asked = [(path, f"{place}:{tree.prefix}{path}") for path in paths for place in places]
    if not asked:
        return {}
    given = b"".join(os.fsencode(name) + b"\n" for _, name in asked)
    rest = tree.git.read("cat-file", "--batch", given=given).output
    texts: dict[str, str] = {}
    for path, _ in asked:
        about, _, rest = rest.partition(b"\n")
        words = about.rsplit(b" ", 2)
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            if words[1] == b"blob":
                texts[path] = rest[:size].decode("utf-8", "surrogateescape")
            rest = rest[size + 1 :]
    return texts
