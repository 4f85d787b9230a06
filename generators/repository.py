"""What lies in a repository, read once: platform.yaml with what it includes, the pins, the extras."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generators.pins.expected import expected_images
from generators.pins.read import read_pins
from generators.platform.positions import Positions
from generators.platform.values import Platform
from generators.platform_file import read_platform_file
from generators.tree.inputs import NAMESPACE_PART, Inputs
from generators.tree.parts import PlatformParts, parts_of
from generators.tree.rendering import Rendering
from generators.tree.tree import Tree, render
from generators.types.catalogue import TYPES
from generators.types.misfit import Misfit
from manifests.errors import Mistake, MistakesError
from manifests.nearest import way_out

_EXTRAS, _EVERYWHERE = "extras", "all"
TYPES_BY_NAME = {each.name: each for each in TYPES}


@dataclass(frozen=True, slots=True)
class Repository:
    """The inputs of one repository, parsed. `warnings` are sentences for a person."""

    root: Path
    platform: Platform
    parts: PlatformParts
    positions: Positions
    inputs: Inputs
    warnings: tuple[str, ...]

    def tree(self, before: Mapping[str, Rendering] | None = None) -> Tree:
        """The tree that follows from the inputs; what is in `before` of the same values is taken from there.

        Raises MistakesError for a value that its type cannot use.
        """
        with _misfits_placed(self.positions):
            return render(self.parts, self.inputs, before)

    def tree_without_extras(self) -> Tree:
        """The same without hand-written extras: what the generator alone means."""
        return render(self.parts, Inputs(self.inputs.pins, frozenset()))


def read_repository(root: Path) -> Repository:
    """Read and check every input below `root`. Raises UserError; MistakesError holds every mistake at once."""
    platform, positions = read_platform_file(root)
    with _misfits_placed(positions):
        parts = parts_of(platform, TYPES_BY_NAME)
    pins, warnings = read_pins(root, expected_images(parts))
    extras, strangers = _extras(root, parts)
    return Repository(root, platform, parts, positions, Inputs(pins, extras), (*warnings, *strangers))


@contextmanager
def _misfits_placed(positions: Positions) -> Iterator[None]:
    """What does not fit its type, said with its line."""
    try:
        yield
    except Misfit as misfit:
        place = positions.of(misfit.source)
        raise MistakesError([Mistake(place.file, place.line, place.column, misfit.message)]) from misfit


def _extras(root: Path, parts: PlatformParts) -> tuple[frozenset[str], tuple[str, ...]]:
    """The extras folders that a part of the platform includes, and a warning for each that none does."""
    by_environment = {
        one.environment.name: {NAMESPACE_PART, *(part.name for part in one.parts)} for one in parts.environments
    }
    scopes = {_EVERYWHERE: set().union(*by_environment.values()), **by_environment}
    included: set[str] = set()
    strangers: list[str] = []
    for scope in _folders(root / _EXTRAS):
        if scope.name not in scopes:
            what = f"{_EXTRAS}/{scope.name}: neither `all` nor an environment, so nothing includes it"
            strangers.append(f"{what}; {way_out(scope.name, scopes)}")
            continue
        for part in _folders(scope):
            folder = f"{_EXTRAS}/{scope.name}/{part.name}"
            why = _why_a_stranger(part, scopes[scope.name])
            if why:
                strangers.append(f"{folder}: {why}")
            else:
                included.add(folder)
    return frozenset(included), tuple(strangers)


def _why_a_stranger(folder: Path, parts: Collection[str]) -> str | None:
    """Why no part includes an extras folder, with the way out; None where one does."""
    if folder.name not in parts:
        where = "" if folder.parent.name == _EVERYWHERE else f" in {folder.parent.name}"
        return f"no part is named `{folder.name}`{where}, so nothing includes it; {way_out(folder.name, parts)}"
    if not (folder / "kustomization.yaml").is_file():
        return "holds no kustomization.yaml, so nothing includes it"
    return None


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*") if path.is_dir())
