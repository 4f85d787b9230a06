"""The view of the files that rules get: kustomizations, YAML documents, what each Flux Kustomization built."""

from collections.abc import Callable, Sequence

from policies.load.building import Builder
from policies.load.flux.clusters import Applied
from policies.load.found import Found
from policies.objects import Object
from policies.sources import Sources


def sources_of(
    builder: Builder,
    found: Found,
    objects: Sequence[Object],
    applied: Applied,
    environment_of: Callable[[str], str | None],
) -> Sources:
    """The sources of `objects`."""
    return Sources(builds=applied.builds, flux=tuple(flux.object for flux in applied.kustomizations))
