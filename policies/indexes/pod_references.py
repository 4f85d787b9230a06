"""What every workload's pods name, read once for all rules on references."""

from dataclasses import dataclass

from policies.workload.field import UnreadableError
from policies.workload.reference import Reference, references_of
from policies.workload.workload import Workload
from policies.world import World


@dataclass(frozen=True, slots=True)
class PodReferences:
    """The references of one workload; `unreadable` is "" or why there are none."""

    workload: Workload
    references: tuple[Reference, ...]
    unreadable: str = ""

    def of(self, *kinds: str) -> list[Reference]:
        """The references to objects of these kinds without which the pod does not start."""
        return [each for each in self.references if each.kind in kinds and not each.optional]


def pod_references(world: World) -> tuple[PodReferences, ...]:
    """For `World.index`."""
    return tuple(map(_read, world.workloads))


def _read(workload: Workload) -> PodReferences:
    if workload.unreadable:
        return PodReferences(workload, (), workload.unreadable)
    try:
        return PodReferences(workload, references_of(workload))
    except UnreadableError as error:
        return PodReferences(workload, (), str(error))
