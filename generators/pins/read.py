"""All pins of a repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generators.pins.parse import parse_pins
from generators.pins.places import FOLDER, pin_command, pin_file, unpin_command
from generators.tree.inputs import Pin
from manifests.errors import Mistake, MistakesError
from manifests.text_file import read_text_file

Expected = Mapping[tuple[str, str], frozenset[str]]
"""(environment, component that owns the pins) -> the images it must pin."""


def read_pins(root: Path, expected: Expected) -> tuple[dict[tuple[str, str], Pin], tuple[str, ...]]:
    """(environment, image) -> pin, and warnings: one for each folder of pins that no component reads.

    Raises MistakesError with the mistakes of all pin files at once; a pin that is not there is one of them.
    """
    pins: dict[tuple[str, str], Pin] = {}
    mistakes: list[Mistake] = []
    for (environment, component), images in sorted(expected.items()):
        file = pin_file(environment, component)
        try:
            found = _read(root, file, environment, images)
        except MistakesError as error:
            mistakes += error.mistakes
            continue
        pins |= {(environment, image): pin for image, pin in found.items()}
        mistakes += [_missing(file, environment, image) for image in sorted(images - found.keys())]
    if mistakes:
        raise MistakesError([*mistakes, *_renamed(root, expected), *_renamed_components(root, expected)])
    return pins, tuple(_strangers(root, expected))


def read_pin_text(root: Path, file: str) -> str | None:
    """The text of a pin file, None where there is none. Raises UserError."""
    try:
        return read_text_file(root / file, file)
    except FileNotFoundError:
        return None


def _read(root: Path, file: str, environment: str, images: frozenset[str]) -> dict[str, Pin]:
    text = read_pin_text(root, file)
    return {} if text is None else parse_pins(text, file, environment, images)


def _missing(file: str, environment: str, image: str) -> Mistake:
    message = f"nothing says which {image} {environment} runs. Pin it: {pin_command(environment, image)}"
    return Mistake(file, 1, 1, message)


def _renamed(root: Path, expected: Expected) -> Iterator[Mistake]:
    """The pins of an environment that is gone, where one has none: that is what a new name looks like."""
    pinned = {path.name for path in root.glob(f"{FOLDER}/*") if path.is_dir()}
    known = {environment for environment, _ in expected}
    gone, bare = sorted(pinned - known), sorted(known - pinned)
    if len(gone) == len(bare) == 1:
        old, new = f"{FOLDER}/{gone[0]}", f"{FOLDER}/{bare[0]}"
        what = f"platform.yaml has no environment {gone[0]}. If it is {bare[0]} now: git mv {old} {new}"
        yield Mistake(old, 1, 1, what)


def _renamed_components(root: Path, expected: Expected) -> Iterator[Mistake]:
    """The pins of one component that is gone, where one that is there has none: that is what a new name looks like."""
    known = {environment for environment, _ in expected}
    pinned = {path.parts[-2:] for path in root.glob(f"{FOLDER}/*/*") if path.is_dir()}
    gone = sorted((environment, old) for environment, old in pinned - expected.keys() if environment in known)
    bare = {new for environment, new in expected.keys() - pinned}
    if len({old for _, old in gone}) == len(bare) == 1:
        (environment, old), (new,) = gone[0], bare
        what = f"no component is named {old}. If it is {new} now, write `was: {old}` in {new} and pin it too: "
        yield Mistake(f"{FOLDER}/{environment}/{old}", 1, 1, f"{what}both run until the new one is Ready")


def _strangers(root: Path, expected: Expected) -> Iterator[str]:
    for path in sorted(root.glob(f"{FOLDER}/*/*")):
        environment, component = path.parts[-2:]
        if path.is_dir() and (environment, component) not in expected:
            way_out = unpin_command(environment, component)
            yield f"{FOLDER}/{environment}/{component}: pins nothing that {environment} runs. Remove it: {way_out}"
