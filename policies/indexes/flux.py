"""The Flux Kustomizations of a world, and what each of them builds."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.objects import Object, Origin
from policies.workload.flux import FluxKustomization, read_flux
from policies.workload.workload import Workload
from policies.world import World

ONLY_OBJECTS = "only objects were given, not the files that they are rendered from"


@dataclass(frozen=True, slots=True)
class FluxIndex:
    """`here` are those of this world, `known` those of every environment that was read."""

    here: tuple[FluxKustomization, ...]
    known: Mapping[Origin, FluxKustomization]
    workloads: Mapping[Origin, tuple[Workload, ...]]


def flux_here(world: World) -> tuple[FluxKustomization, ...]:
    """Those of this world, for `World.index`."""
    return tuple(found for found in map(read_flux, world.of_kind("Kustomization")) if found is not None)


def flux_index(world: World) -> FluxIndex:
    """For `World.index`."""
    here = world.index(flux_here)
    elsewhere = map(read_flux, world.sources.flux if world.sources is not None else ())
    known = {each.origin: each for each in (*elsewhere, *here) if each is not None}
    workloads: dict[Origin, list[Workload]] = {}
    # Without sources, what stands in the folder of a path is what Flux builds from it.
    paths = {each.path: each.origin for each in here} if world.sources is None else {}
    for workload in world.workloads:
        item = workload.object
        origin = item.origin or paths.get(item.directory)
        if origin is not None:
            workloads.setdefault(origin, []).append(workload)
    return FluxIndex(here, known, {origin: tuple(found) for origin, found in workloads.items()})


def address(item: Object) -> tuple[str, str, str, str]:
    """What the API server tells objects apart by: group, kind, namespace, name."""
    return item.group, item.kind, item.namespace, item.name
