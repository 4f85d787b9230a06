"""Where the checked repository begins."""

import os
from collections.abc import Sequence
from pathlib import Path

from manifests.errors import UserError
from policies.configuration.read import FILE


def root_and_paths(paths: Sequence[str], here: Path, top: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """The root of the repository that holds all `paths` (relative to `here`, none: `here`), and the paths within it.

    The root is the nearest directory above that has a policies.yaml or a `.git` or is `top`; without one, the directory
    itself. The paths are empty if they are the whole repository. Raises UserError if a path does not exist.
    """
    # Not Path.resolve(): it raises RuntimeError for a link to itself.
    places = [Path(os.path.realpath(here / path)) for path in paths or ["."]]
    for path, place in zip(paths or ["."], places, strict=True):
        if not place.exists():
            raise UserError(f"{path}: no such file or directory")
    common = Path(os.path.commonpath(places))
    start = common if common.is_dir() else common.parent
    root = next((each for each in (start, *start.parents) if each == top or _is_root(each)), start)
    relative = tuple(place.relative_to(root).as_posix() for place in places)
    return root, () if relative == (".",) else relative


def _is_root(directory: Path) -> bool:
    return (directory / FILE).is_file() or (directory / ".git").exists()
