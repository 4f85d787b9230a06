"""`images:` entries of a kustomization."""

from collections.abc import Iterator

from manifests import reader
from manifests.reader import Scalar
from policies.files import Kustomization
from policies.finding import Location
from policies.parts import text_at
from policies.provenance.embedded import Text
from policies.provenance.step import Spot, Step, Strength
from policies.workload.image import parse_image

_LISTS = ("containers", "initContainers")


def is_image_field(tokens: tuple[str, ...]) -> bool:
    """Whether kustomize's `images:` reaches this field: a container's image, or an image volume's reference."""
    match tokens:
        case [*_, name, _, "image"]:
            return name in _LISTS
        case [*_, "volumes", _, "image", "reference"]:
            return True
        case _:
            return False


def image_steps(kustomization: Kustomization, image: str, *, by_name: bool = False) -> Iterator[tuple[Step, str]]:
    """The entries for this image, each with the name that the image has after it.

    What names the tag sets the image, and what only renames it is weaker; the other way round where the finding is
    about the name (`by_name`).
    """
    name = parse_image(image).name
    for entry in kustomization.entries("images"):
        if not isinstance(entry, reader.Mapping) or text_at(entry, "name") != name:
            continue
        new = text_at(entry, "newName")
        name = new or name
        keys = ("newName", "digest", "newTag", "tagSuffix") if by_name else ("digest", "newTag", "tagSuffix", "newName")
        for key in keys:
            at, value = entry.key(key), entry.get(key)
            if at is not None and isinstance(value, Scalar) and value.value is not None:
                sets = (key == "newName") == by_name
                spot = Spot(Text(kustomization.file, ()), value)
                location = Location(kustomization.file, at.position.line, at.position.column)
                yield Step(location, Strength.SETS if sets else Strength.RENAMES, "images", spot=spot), name
                break
