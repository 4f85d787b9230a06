"""Which environment a path belongs to."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath
from re import Pattern, compile, escape

from policies.configuration.values import Configuration, EnvironmentSettings

_OVERLAYS, _CLUSTERS = "overlays", "clusters"


class AmbiguousPathError(ValueError):
    """A path that belongs to two environments."""


def environment_of(
    path: str, configuration: Configuration, *, file: bool = False, overlays: Callable[[], Collection[str]] = tuple
) -> str | None:
    """The environment of a directory (or `file`), relative to the root, with slashes; None if it belongs to none.

    An environment's own `paths` decide; without them, a segment equal to its name. Where no environment of
    policies.yaml matches, the segment after `overlays/` names one, and the segment after `clusters/` where one of
    `overlays`, the folders below an `overlays/` of this repository, has that name: it is asked for only then. Raises
    AmbiguousPathError on two matches.
    """
    segments = PurePosixPath(path).parts[: -1 if file else None]
    names = [each.name for each in configuration.environments if _belongs(path, segments, each)]
    if len(names) > 1:
        first, second = names[:2]
        raise AmbiguousPathError(
            f"belongs to the environments {first} and {second}: set paths for both in {configuration.file}"
        )
    if names:
        return names[0]
    for before, after in pairwise(segments):
        if before == _OVERLAYS or (before == _CLUSTERS and after in overlays()):
            return after
    return None


def overlays_among(directories: Iterable[str]) -> frozenset[str]:
    """The names of the folders that stand directly below an `overlays/`."""
    pairs = (pair for each in directories for pair in pairwise(PurePosixPath(each).parts))
    return frozenset(after for before, after in pairs if before == _OVERLAYS)


def _belongs(path: str, segments: tuple[str, ...], environment: EnvironmentSettings) -> bool:
    if not environment.paths:
        return environment.name in segments
    return any(_pattern(pattern).match(path + "/") is not None for pattern in environment.paths)


@lru_cache(maxsize=256)
def _pattern(glob: str) -> Pattern[str]:
    """A glob as an expression for a path that ends in a slash: it matches the path and all below it."""
    segments = glob.strip("/").split("/")
    return compile("".join("(?:[^/]+/)*" if each == "**" else _segment(each) + "/" for each in segments))


def _segment(glob: str) -> str:
    return "".join("[^/]*" if char == "*" else "[^/]" if char == "?" else escape(char) for char in glob)
