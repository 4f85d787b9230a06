"""What `--staged` judges in place of the work tree: its root, its paths and its policies.yaml as they are staged."""

import os
from collections.abc import Sequence
from pathlib import Path

from manifests.errors import UserError
from manifests.staged import Staged
from policies.finding import Reach
from policies.root import root_and_paths


def staged_root_and_paths(staged: Staged, paths: Sequence[str], here: Path) -> tuple[Path, tuple[str, ...]]:
    """As `root_and_paths`, with `paths` (relative to `here`, in the work tree) looked up in what is staged."""
    places = [staged.place(here / path) for path in paths or ["."]]
    for path, place in zip(paths or ["."], places, strict=True):
        if not place.exists():
            raise UserError(f"{path}: nothing is staged there that could be judged; git add it, or leave it away")
    return root_and_paths([os.fspath(place) for place in places], staged.here, staged.root)


def staged_configuration(staged: Staged, file: str, here: Path, root: Path) -> str:
    """The `--config` file as it is staged, from `root`; one that lies outside of the work tree, as it is."""
    place = (here / file).resolve()
    if not place.is_relative_to(staged.top):
        return str(place)
    if not staged.place(place).is_file():
        raise UserError(f"{file}: is not staged; git add it, or name another policies.yaml")
    return os.path.relpath(staged.place(place), root)


def changed_below(staged: Staged, root: Path) -> frozenset[str] | None:
    """What is staged and differs from HEAD, as paths relative to `root`; None where that says nothing."""
    if staged.changed is None:
        return None
    start = root.relative_to(staged.root)
    return frozenset(os.path.relpath(path, start) for path in staged.changed)


def told(reach: Reach) -> str:
    """What was judged of all that there is, in one sentence."""
    if not reach.judged:
        return f"nothing judged: nothing staged reaches {_named(reach.left) or 'any object'}"
    count = len(reach.judged) + len(reach.left)
    if not reach.left:
        return f"judged {_named(reach.judged)}: all that there is"
    some = f"judged {_named(reach.judged)}: {len(reach.judged)} of {count} environments"
    return f"{some}; nothing staged reaches {_named(reach.left)}, and environments are not compared"


def _named(environments: Sequence[str | None]) -> str:
    """The named ones first."""
    names = [each for each in environments if each is not None]
    return ", ".join([*names, *(["what belongs to no environment"] if None in environments else [])])
