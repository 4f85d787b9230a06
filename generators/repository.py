"""What lies in a repository, read once: platform.yaml, the pins, the extras."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generators.pins.expected import expected_images
from generators.pins.read import read_pins
from generators.platform.read import Positions, read_platform
from generators.platform.values import Platform
from generators.tree.inputs import Inputs
from generators.tree.parts import PlatformParts, parts_of
from generators.tree.tree import Tree, render
from generators.types.catalogue import TYPES
from generators.types.misfit import Misfit
from manifests.errors import Mistake, MistakesError, UserError

PLATFORM_FILE = "platform.yaml"
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

    def tree(self) -> Tree:
        """The tree that follows from the inputs. Raises MistakesError for a value that its type cannot use."""
        with _misfits_placed(self.positions):
            return render(self.parts, self.inputs)

    def tree_without_extras(self) -> Tree:
        """The same without hand-written extras: what the generator alone means."""
        return render(self.parts, Inputs(self.inputs.pins, frozenset()))


def read_repository(root: Path) -> Repository:
    """Read and check every input below `root`. Raises UserError; MistakesError holds every mistake at once."""
    platform, positions = read_platform(read_text(root / PLATFORM_FILE), PLATFORM_FILE, TYPES)
    with _misfits_placed(positions):
        parts = parts_of(platform, TYPES_BY_NAME)
    pins, warnings = read_pins(root, expected_images(parts))
    extras, strangers = _extras(root, parts)
    return Repository(root, platform, parts, positions, Inputs(pins, extras), (*warnings, *strangers))


def read_text(path: Path) -> str:
    """A text file of the repository; what cannot be read is a UserError with the way out."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UserError(f"{path.name}: no such file here; run in the folder that holds it") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise UserError(f"{path.name}: cannot be read: {error.strerror}") from error


@contextmanager
def _misfits_placed(positions: Positions) -> Iterator[None]:
    """What does not fit its type, said with its line."""
    try:
        yield
    except Misfit as misfit:
        place = positions.of(misfit.source)
        raise MistakesError([Mistake(PLATFORM_FILE, place.line, place.column, misfit.message)]) from misfit


def _extras(root: Path, parts: PlatformParts) -> tuple[frozenset[str], tuple[str, ...]]:
    """The extras folders that a part of the platform includes, and a warning for each that none does."""
    known = {
        f"extras/{scope}/{part.name}"
        for one in parts.environments
        for part in one.parts
        for scope in ("all", one.environment.name)
    }
    present = {path.parent.relative_to(root).as_posix() for path in root.glob("extras/*/*/kustomization.yaml")}
    strangers = sorted(present - known)
    return frozenset(present & known), tuple(
        f"{folder}: no part of that name in that environment, so nothing includes it" for folder in strangers
    )
