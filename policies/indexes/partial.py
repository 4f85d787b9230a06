"""What is not concluded from an absence where only some paths of a repository were read."""

from policies.rule import Verdict, not_evaluated
from policies.world import World


def unless_elsewhere(world: World, verdict: Verdict, what: str, namespace: str | None = None) -> Verdict:
    """The verdict, or that it is not evaluated where `what` is missed and may stand in the rest of the namespace.

    `namespace` is that of what is missed, where it is not the object's own.
    """
    place = verdict.object.namespace if namespace is None else namespace
    if world.holds_all_of(place):
        return verdict
    why = f"of namespace {place} only a part was read, and {what} may stand in the rest"
    return not_evaluated(verdict.object, why, verdict.field)
