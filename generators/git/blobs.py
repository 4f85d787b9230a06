"""What Git holds of a file that is not in the work tree any more."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from generators.git.command import Git
from generators.git.work_tree import WorkTree


def texts_of(tree: WorkTree, paths: Iterable[str], places: Sequence[str] = ("HEAD", "")) -> dict[str, str]:
    """The text of each file in the last of `places` that has it (HEAD, then the index); what none has is left out.

    Bytes that are no UTF-8 come as surrogates. A path must hold no line end.
    """
    asked = [(path, f"{place}:{tree.prefix}{path}") for path in paths for place in places]
    texts = blobs(tree.git, [name for _, name in asked])
    return {path: text for (path, _), text in zip(asked, texts, strict=True) if text is not None}


def blobs(git: Git, names: Sequence[str]) -> Iterator[str | None]:
    """The text of each blob, in one run of Git; None for a name of none. A name must hold no line end."""
    if not names:
        return
    rest = git.read("cat-file", "--batch", given=b"".join(os.fsencode(name) + b"\n" for name in names)).output
    for _ in names:
        about, _, rest = rest.partition(b"\n")
        words = about.rsplit(b" ", 2)
        text = None
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            if words[1] == b"blob":
                text = rest[:size].decode("utf-8", "surrogateescape")
            rest = rest[size + 1 :]
        yield text
