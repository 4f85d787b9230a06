"""The loops that rules on files share: every entry that could match nothing, and every value that reads in two ways."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.oddity import OddityKind
from policies.indexes.flux import flux_index
from policies.objects import Object
from policies.per_workload import Judge, settled
from policies.rule import Verdict, failed
from policies.sources import SourceFile, Unmatched
from policies.world import World


def per_silent_entry(key: str, fact: str) -> Judge:
    """A rule's `judge` for the entries of this key of a kustomization, and of a Flux Kustomization, that kustomize
    drops without a word. `fact` is said of one that matched nothing; {} in it stands for the entry."""

    def judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        if world.sources is None:
            return
        for each in world.sources.kustomizations:
            if each.silent.get(key):
                yield from settled(each.object, failures(each.object, each.unmatched))
        for flux in world.index(flux_index).here:
            build = world.sources.builds.get(flux.origin)
            if build is not None and build.silent.get(key):
                yield from settled(flux.object, failures(flux.object, build.unmatched))

    def failures(item: Object, unmatched: tuple[Unmatched, ...]) -> Iterator[Verdict]:
        for each in unmatched:
            if each.key == key:
                yield failed(item, fact.format(each.shown), each.field, place=each.place)

    return judge


def per_oddity(kind: OddityKind) -> Judge:
    """A rule's `judge` for the places of files that are odd in this way; the way out comes from the reader."""

    def judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        for each in world.sources.files if world.sources is not None else ():
            yield from settled(each.object, failures(each))

    def failures(file: SourceFile) -> Iterator[Verdict]:
        for each in file.oddities:
            if each.kind is kind:
                fact, _, fix = each.message.rpartition("; ")
                said = f"{fix[:1].upper()}{fix[1:]}." if fact else None
                yield failed(file.object, fact, "/", fix=said, place=each.place)

    return judge
