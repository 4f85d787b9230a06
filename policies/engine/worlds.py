"""Which objects are judged together: one world for each environment."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from policies.configuration.values import Configuration
from policies.objects import Object
from policies.sources import Sources
from policies.world import World

Key = tuple[str, str, str | None, str]


def worlds(
    objects: Sequence[Object], configuration: Configuration, sources: Sources | None = None, *, partial: bool = False
) -> list[tuple[str | None, World]]:
    """One world for each environment, named ones in the order of their names.

    Objects without an environment may come from directories that render the same object twice (a `staging` and a
    `production` that nobody told us are environments). These are never in one cluster together, so each goes into the
    first world that does not hold its objects yet; what one Flux applies stays together. The files that belong to no
    environment are judged in the first world.
    """
    by_environment: dict[str | None, list[Object]] = {}
    for item in objects:
        by_environment.setdefault(item.environment, []).append(item)
    for item in sources.stand_ins if sources is not None else ():
        if item.environment is not None or not by_environment:
            by_environment.setdefault(item.environment, [])
    named: dict[str, World] = {}
    found: list[tuple[str | None, World]] = []
    for environment in sorted(by_environment, key=lambda name: (name is not None, name or "")):
        mine = by_environment[environment]
        groups = [mine] if environment is not None or not mine else _apart(mine)
        facts = configuration.facts_of(environment)
        kubernetes = configuration.kubernetes_of(environment)
        for index, group in enumerate(groups):
            files = None
            if sources is not None:
                files = (
                    sources.of(environment, shared=not found)
                    if index == 0
                    else replace(sources, kustomizations=(), files=())
                )
            world = World(tuple(group), facts, kubernetes, files, environment, named, partial)
            if environment is not None:
                named[environment] = world
            found.append((environment, world))
    return found


def _apart(objects: Iterable[Object]) -> list[list[Object]]:
    by_directory: dict[str, list[Object]] = {}
    for item in objects:
        by_directory.setdefault(item.origin.cluster if item.origin else item.directory, []).append(item)
    groups: list[tuple[set[Key], list[Object]]] = []
    for items in by_directory.values():
        keys = {_key(item) for item in items if item.kind != "Namespace"}
        for taken, group in groups:
            if taken.isdisjoint(keys):
                taken |= keys
                group.extend(items)
                break
        else:
            groups.append((keys, items))
    return [group for _, group in groups]


def _key(item: Object) -> Key:
    return item.group, item.kind, item.identity.namespace, item.name
