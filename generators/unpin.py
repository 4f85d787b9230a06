"""`python -m generators.unpin`: remove the pin of an image from an environment."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from generators.pins.command_line import parser, run
from generators.pins.edit import without_pin
from generators.pins.places import FOLDER, pin_file
from generators.pins.read import read_pin_text
from generators.write.disk import remove_file, replace_file
from generators.write.lock import locked
from manifests.errors import UserError
from manifests.nearest import nearest

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")

_EXAMPLES = """\
examples:
  roadstead unpin dev backend
  roadstead unpin prod model-artifact
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run in the current folder. 0: removed; 2: could not."""
    made = parser("unpin", "Remove the pin of an image from an environment, in images/pins/.", _EXAMPLES)
    made.add_argument("environment", metavar="ENV", help="a folder of images/pins/")
    made.add_argument("image", metavar="IMAGE", help="the image as its pin names it")
    arguments = made.parse_args(argv)
    return run(arguments, lambda: _remove(Path.cwd(), arguments.environment, arguments.image))


def _remove(root: Path, environment: str, image: str) -> str:
    """The line that says what was removed. Raises UserError; a file with anything but pins in it is left alone."""
    for name in (environment, image):
        if not _NAME.fullmatch(name):
            raise UserError(f"{name}: no such name can be pinned: lower-case letters, digits and '-' only")
    path = _find(root, environment, image)
    with locked(root, "roadstead unpin"):
        left = without_pin(read_pin_text(root, path) or "", path, environment, image)
        if left is None:
            remove_file(root, path)
        else:
            replace_file(root, path, left)
    return f"{path}: {image} is no longer pinned in {environment}"


def _find(root: Path, environment: str, image: str) -> str:
    """The file that pins the image, under the component's name or that of the component whose files it holds."""
    for component in (image, image.removesuffix("-artifact")):
        path = pin_file(environment, component)
        if (root / path).is_file():
            return path
    pinned = sorted("/".join(path.parts[-3:-1]) for path in root.glob(pin_file("*", "*")))
    near = nearest(f"{environment}/{image}", pinned)
    meant = f"; write `{near.replace('/', ' ')}`" if near else ""
    raise UserError(f"{FOLDER}/{environment}/{image}: no such pin{meant}")


if __name__ == "__main__":
    sys.exit(main())
