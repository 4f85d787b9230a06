"""Which workloads get traffic: those whose pods a Service selects."""

from policies.workload.field import Field, UnreadableError
from policies.workload.workload import Workload
from policies.world import World


def behind_services(world: World) -> frozenset[Workload]:
    """The workloads whose pods some Service of their namespace selects; for `World.index`.

    A Service without a selector selects nothing; one that can't be read is another rule's.
    """
    by_label: dict[tuple[str, str, str], list[Workload]] = {}
    for workload in world.workloads:
        for key, value in workload.pod.labels.items():
            by_label.setdefault((workload.object.namespace, key, value), []).append(workload)
    found: set[Workload] = set()
    for service in world.of_kind("Service"):
        try:
            wanted = Field(service.body).at("spec", "selector").texts()
        except UnreadableError:
            continue
        lists = [by_label.get((service.namespace, key, value), []) for key, value in wanted.items()]
        if lists and not service.group:
            found.update(item for item in min(lists, key=len) if wanted.items() <= item.pod.labels.items())
    return frozenset(found)
