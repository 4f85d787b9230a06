"""Which Flux Kustomization applies an object."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from policies.indexes.flux import flux_here
from policies.objects import Object, Origin
from policies.workload.flux import FluxKustomization, read_flux
from policies.world import World


@dataclass(frozen=True, slots=True)
class Applied:
    """The Flux Kustomizations of a world by origin, and by the path that each builds."""

    by_origin: Mapping[Origin, FluxKustomization]
    by_path: Mapping[str, FluxKustomization]

    def flux_of(self, item: Object) -> FluxKustomization | None:
        """The Flux Kustomization that applies the object, None where a person does or nobody knows."""
        if item.origin is not None:
            return self.by_origin.get(item.origin)
        folder = PurePosixPath(item.directory or ".")
        paths = (each.as_posix() for each in (folder, *folder.parents))
        return next((self.by_path[path] for path in paths if path in self.by_path), None)


def applied(world: World) -> Applied:
    """For `World.index`. What could not be read applies nothing that is known."""
    elsewhere = world.sources.flux if world.sources is not None else ()
    read = (*map(read_flux, elsewhere), *world.index(flux_here))
    readable = [each for each in read if each is not None and not each.unreadable]
    return Applied({each.origin: each for each in readable}, {each.path: each for each in readable})
