"""A GPU request without a limit: the same number as the limit, beside the request."""

from manifests import pointer
from manifests.nodes import Mapping, Scalar
from manifests.position import Position
from policies.fix.editable import Change, Editable
from policies.fix.proposal import Body, Case, NotFixedError, Proposal
from policies.provenance.step import last_setter


def propose(case: Case) -> Proposal:
    """Raises NotFixedError where the request is no number in a file."""
    field = case.found.finding.field
    resources = pointer.parent(pointer.parent(field))
    name = pointer.split(field)[-1]
    request = case.places(pointer.child(pointer.child(resources, "requests"), name))
    step = request.decision.step or last_setter(request.steps)
    if step is None or step.spot is None or request.decision.doubtful:
        raise NotFixedError("what sets the request is no value in a file")
    editable = case.sources.editable(step.spot.text)
    try:
        change = _limit(editable, step.spot.node.position, name)
    except ValueError as error:
        raise NotFixedError(f"{step.location} is left to you: {error}") from None
    value = pointer.resolve(case.body, pointer.child(pointer.child(resources, "requests"), name))

    def wanted(body: Body) -> None:
        held = pointer.resolve(body, resources)
        held["limits"] = {**(held.get("limits") or {}), name: value}

    return Proposal(case.found.finding, (change,), wanted)


def _limit(editable: Editable, position: Position, name: str) -> Change:
    way = editable.way_to(position)
    if len(way) < 2 or way[-1].key != name or way[-2].key != "requests" or not isinstance(way[-1].node, Mapping):
        raise ValueError("the request does not stand among the resources of a container")
    key, value = way[-1].node.entries[way[-1].index]
    resources = way[-2].node
    if not isinstance(value, Scalar) or not isinstance(resources, Mapping):
        raise ValueError("the request is no number")
    raw_key, raw_value = editable.raw(key), editable.raw(value)
    limits = resources.get("limits")
    if isinstance(limits, Mapping):
        return editable.added(limits, raw_key, raw_value)
    if limits is not None:
        raise ValueError("its limits are no mapping")
    return editable.added(resources, "limits", raw_value, below=raw_key)
