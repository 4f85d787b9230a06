"""`spec.replicas` of a workload that an autoscaler scales: out of every layer that says it."""

from manifests import pointer
from manifests.nodes import Mapping, Node, Scalar, Sequence
from policies.fix.editable import Change, Editable, Frame
from policies.fix.proposal import Body, Case, NotFixedError, Proposal, Sources
from policies.provenance.step import Step, Strength

_NAMING = {"apiVersion", "kind", "metadata"}


def propose(case: Case) -> Proposal:
    """Raises NotFixedError where a layer says it in a way that can't be taken out by itself."""
    steps = [step for step in case.found.steps if step.strength is not Strength.NEAR]
    if not steps or any(step.strength is Strength.MAYBE or step.spot is None for step in steps):
        raise NotFixedError("what sets the field is no value in a file")
    changes = [change for step in steps for change in _without(step, case.sources)]
    field = case.found.finding.field

    def wanted(body: Body) -> None:
        parent = pointer.resolve(body, pointer.parent(field))
        del parent[pointer.split(field)[-1]]

    return Proposal(case.found.finding, tuple(dict.fromkeys(changes)), wanted)


def _without(step: Step, sources: Sources) -> list[Change]:
    assert step.spot is not None
    editable = sources.editable(step.spot.text)
    way = editable.way_to(step.spot.node.position)
    outer = step.spot.text.outer
    try:
        kept = _shortened(way, is_patch=step.entry is not None)
        if kept:
            return [editable.removed(kept[-1])]
        if outer is None:
            raise NotFixedError(f"{editable.file} would hold nothing else")
        return [_without_patch(Editable(editable.file, sources.text(editable.file)), outer)]
    except ValueError as error:
        raise NotFixedError(f"{step.location}: is left to you: {error}") from None


def _shortened(way: list[Frame], *, is_patch: bool) -> list[Frame]:
    """The way to what is taken out: the whole operation or entry, and what would be empty without it."""
    kept = list(way)
    if kept and kept[-1].key in ("value", "count"):
        kept.pop()
    while kept and kept[-1].size == 1:
        kept.pop()
    if is_patch and len(kept) == 1 and isinstance(kept[0].node, Mapping) and _only_names(kept[0]):
        kept.pop()
    return kept


def _only_names(frame: Frame) -> bool:
    """Whether a merge patch would only name its object without this entry."""
    assert isinstance(frame.node, Mapping)
    rest = {key.text for key, _ in frame.node.entries} - {frame.key}
    metadata = frame.node.get("metadata")
    names = {key.text for key, _ in metadata.entries} if isinstance(metadata, Mapping) else set()
    return rest <= _NAMING and names <= {"name", "namespace"}


def _without_patch(kustomization: Editable, scalar: Scalar) -> Change:
    way: list[Frame] = kustomization.way_to(scalar.position)
    while way and not _is_item(way[-1].node):
        way.pop()
    while way and way[-1].size == 1:
        way.pop()
    if not way:
        raise ValueError("the kustomization would hold nothing else")
    return kustomization.removed(way[-1])


def _is_item(node: Node) -> bool:
    return isinstance(node, Sequence)
