"""Every name that something points at, so that a used object is not taken for a misspelt one."""

from collections.abc import Iterator

from policies.indexes.pod_references import pod_references
from policies.workload.backend import backends_of
from policies.workload.field import UnreadableError
from policies.world import World


def referenced(world: World) -> frozenset[tuple[str, str, str]]:
    """Kind, namespace and name of all that workloads, Ingresses and routes name; for `World.index`."""
    return frozenset(_all(world))


def _all(world: World) -> Iterator[tuple[str, str, str]]:
    for each in world.index(pod_references):
        for reference in each.references:
            yield reference.kind, each.workload.object.namespace, reference.name
    for item in world.objects:
        try:
            backends = backends_of(item)
        except UnreadableError:
            continue
        for backend in backends:
            yield backend.kind, backend.namespace, backend.name
