"""`python -m generators.pin`: say which version of an image an environment runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generators.pins.command_line import parser, run
from generators.pins.edit import find_pin, new_pins, with_pin
from generators.pins.expected import expected_images
from generators.pins.grammar import parse_reference
from generators.pins.places import pin_file
from generators.pins.read import Expected, read_pin_text
from generators.platform.values import Platform
from generators.platform_file import read_platform_file
from generators.repository import TYPES_BY_NAME
from generators.tree.inputs import Pin
from generators.tree.parts import parts_of
from generators.write.disk import replace_file
from generators.write.lock import locked
from manifests.errors import UserError
from manifests.nearest import way_out

_EXAMPLES = """\
examples:
  roadstead pin dev backend 1.4.0
  roadstead pin prod model 2.1.0@sha256:<64 hexadecimal digits>
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the current folder. 0: pinned, or it was so already; 2: could not."""
    made = parser("pin", "Pin the version of an image that an environment runs, in images/pins/.", _EXAMPLES)
    made.add_argument("environment", metavar="ENV", help="an environment of platform.yaml")
    made.add_argument("image", metavar="IMAGE", help="a component, or COMPONENT-artifact for the files of a model")
    made.add_argument("reference", metavar="TAG[@DIGEST]", help="the version; a digest makes it exact")
    arguments = made.parse_args(argv)
    return run(arguments, lambda: _pin(Path.cwd(), arguments.environment, arguments.image, arguments.reference))


def _pin(root: Path, environment: str, image: str, reference: str) -> str:
    try:
        pin = parse_reference(reference)
    except ValueError as error:
        raise UserError(str(error)) from error
    path, before = _change(root, environment, image, pin)
    if before == pin:
        return f"{path}: {image} is {_said(pin)} already"
    return f"{path}: {image} {_said(before) if before else '(not pinned)'} -> {_said(pin)}"


def _said(pin: Pin) -> str:
    return pin.suffix().removeprefix(":")


def _change(root: Path, environment: str, image: str, pin: Pin) -> tuple[str, Pin | None]:
    """Write the pin; gives the file, relative to the root, and the pin that stood there. Raises UserError."""
    platform, _ = read_platform_file(root)
    expected = expected_images(parts_of(platform, TYPES_BY_NAME))
    component = _owner(platform, expected, environment, image)
    images = expected[environment, component]
    path = pin_file(environment, component)
    with locked(root, "roadstead pin"):
        text = read_pin_text(root, path)
        if text is None:
            replace_file(root, path, new_pins({image: pin}))
            return path, None
        before = find_pin(text, path, image)
        changed = with_pin(text, path, environment, images, image, pin)
        if changed != text:
            replace_file(root, path, changed)
        return path, before


def _owner(platform: Platform, expected: Expected, environment: str, image: str) -> str:
    """The component in whose folder the image is pinned."""
    known = {each.name: each for each in platform.environments}
    if environment not in known:
        raise UserError(f"{environment}: platform.yaml has no such environment; {way_out(environment, known)}")
    owners = {each: owner for (where, owner), images in expected.items() if where == environment for each in images}
    if image in owners:
        return owners[image]
    if any(component.name == image for component in known[environment].components):
        raise UserError(f"{image}: no pin decides what it runs; its version in platform.yaml does, change that")
    raise UserError(f"{image}: platform.yaml has no such image in {environment}; {way_out(image, owners)}")


if __name__ == "__main__":
    sys.exit(main())
