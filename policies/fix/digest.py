"""An image without a digest that this repository pins elsewhere, under the same name and tag."""

from manifests import pointer
from manifests.nodes import Mapping, Scalar
from policies.fix.editable import Change, Editable
from policies.fix.proposal import Body, Case, NotFixedError, Proposal
from policies.provenance.step import Spot
from policies.workload.image import parse_image


def propose(case: Case) -> Proposal:
    """Raises NotFixedError where no pin, or more than one, knows the digest."""
    field = case.found.finding.field
    image = str(pointer.resolve(case.body, field))
    parsed = parse_image(image)
    known = case.digests().get((parsed.full_name, parsed.tag), frozenset()) if parsed.tag else frozenset()
    if parsed.digest or len(known) != 1:
        said = f"{len(known)} digests are" if known else "no digest is"
        raise NotFixedError(f"{said} known for {image}: pin it yourself")
    [digest] = known
    step = case.found.decision.step
    if step is None or step.spot is None or case.found.decision.doubtful:
        raise NotFixedError("what sets the image is no value in a file")
    editable = case.sources.editable(step.spot.text)
    try:
        change = _pinned(editable, step.spot, digest, is_entry=step.role.startswith("images"))
    except ValueError as error:
        raise NotFixedError(f"{step.location} is left to you: {error}") from None

    def wanted(body: Body) -> None:
        parent = pointer.resolve(body, pointer.parent(field))
        parent[pointer.split(field)[-1]] = f"{image}@{digest}"

    return Proposal(case.found.finding, (change,), wanted)


def _pinned(editable: Editable, spot: Spot, digest: str, *, is_entry: bool) -> Change:
    if is_entry:
        way = editable.way_to(spot.node.position)
        if not way or not isinstance(way[-1].node, Mapping) or way[-1].key != "newTag":
            raise ValueError("the entry names no tag")
        return editable.added(way[-1].node, "digest", digest)
    node: Scalar = spot.node
    extent = editable.written(node)
    return editable.insert(extent.end - (0 if node.plain else 1), f"@{digest}")
