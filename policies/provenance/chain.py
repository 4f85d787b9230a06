"""The chain of places that had a say in a field."""

from collections.abc import Sequence

from policies.files import Kustomization
from policies.finding import Link, Location
from policies.provenance.step import Step, Strength


def chain_of(steps: Sequence[Step], blamed: Step | None) -> tuple[Link, ...]:
    """Every place that had a say, in the order in which kustomize reads them, and the blamed one last.

    What only may have had a say is left out, unless it is blamed.
    """
    if blamed is None:
        return ()
    last = Link(blamed.location, blamed.role)
    said = (step for step in steps if step.strength is not Strength.MAYBE)
    links = dict.fromkeys(Link(step.location, step.role) for step in said)
    links.pop(last, None)
    return (*links, last)


def overlay_of(kustomization: Kustomization, step: Step) -> Link | None:
    """Where a patch would set the field in the outermost kustomization, None where that is the one of the base."""
    folder = step.location.file.rpartition("/")[0] or "."
    if folder == kustomization.directory:
        return None
    at = kustomization.node.key("patches")
    line, column = (at.position.line, at.position.column) if at is not None else (1, 1)
    return Link(Location(kustomization.file, line, column), "overlay, where a patch would go")
