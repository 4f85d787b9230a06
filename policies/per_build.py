"""The loop of rules on what a Flux Kustomization builds: what is unknown is said, and a pass where nothing is wrong."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policies.indexes.flux import ONLY_OBJECTS, flux_index
from policies.per_workload import settled
from policies.rule import Verdict, not_evaluated
from policies.sources import FluxBuild
from policies.workload.flux import FluxKustomization
from policies.world import World

Check = Callable[[World, FluxKustomization, FluxBuild], Iterator[Verdict]]
Applies = Callable[[FluxKustomization, FluxBuild], bool]


def _always(flux: FluxKustomization, build: FluxBuild) -> bool:
    return True


def per_build(check: Check, applies: Applies = _always) -> Callable[[World, Mapping[str, Any]], Iterator[Verdict]]:
    """A rule's `judge` from what it says of one Flux Kustomization and what it built; nothing said passes.

    `applies` says which of them the rule concerns.
    """

    def judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        for flux in world.index(flux_index).here:
            build = world.sources.builds.get(flux.origin) if world.sources is not None else None
            if flux.unreadable:
                yield not_evaluated(flux.object, flux.unreadable)
            elif build is None:
                yield not_evaluated(flux.object, ONLY_OBJECTS)
            elif build.foreign:
                yield not_evaluated(flux.object, build.foreign)
            elif applies(flux, build):
                yield from settled(flux.object, check(world, flux, build))

    return judge
