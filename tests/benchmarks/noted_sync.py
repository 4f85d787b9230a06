"""`python noted_sync.py DESCRIPTOR ARGUMENTS`: the sync command, which also notes where it has come to.

A letter goes to the descriptor when a phase begins: Reading, Proving, Writing, pruning (X), Committing,
Done. Nothing else differs from `python -m generators.sync ARGUMENTS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import generators.publish.publish
import generators.synchronise
from generators import sync
from generators.write import disk


def main(argv: list[str]) -> int:
    descriptor = int(argv[0])

    def note(letter: bytes) -> None:
        os.write(descriptor, letter)

    pruned: set[str] = set()

    def before(letter: bytes, module: Any, name: str) -> None:
        wrapped: Callable[..., Any] = getattr(module, name)

        def noted(*arguments: Any, **named: Any) -> Any:
            note(letter)
            return wrapped(*arguments, **named)

        setattr(module, name, noted)

    before(b"P", generators.synchronise, "prove")
    before(b"C", generators.publish.publish, "_commit")
    apply, still = disk.apply, disk._still

    def noted_apply(root: Any, plan: Any, present: Any) -> None:
        note(b"W")
        pruned.update(step.path for step in plan.prunes)
        apply(root, plan, present)

    def noted_still(root: Any, path: str, text: str | None) -> None:
        if path in pruned:
            note(b"X")
        still(root, path, text)

    for name, noted in (("apply", noted_apply), ("_still", noted_still)):
        setattr(disk, name, noted)
    note(b"R")
    code = sync.main(argv[1:])
    note(b"D")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
