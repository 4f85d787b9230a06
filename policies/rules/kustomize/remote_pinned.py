"""What kustomize fetches is one commit or one version."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import KustomizationFile
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for each in world.sources.kustomizations if world.sources is not None else ():
        if each.remotes:
            yield from settled(each.object, _failures(each))


def _failures(file: KustomizationFile) -> Iterator[Verdict]:
    for each in file.remotes:
        if not each.pinned:
            yield failed(file.object, f"{each.text} names no commit and no version", each.field, place=each.place)


RULE = Rule(
    id="kustomize/remote-pinned",
    demands="Every address that a kustomization builds on names a commit or the tag of a version.",
    why="What a branch holds changes under the repository: the same commit renders other objects tomorrow, nobody "
    "reviewed them, and whoever can push there can write to the cluster.",
    fix="Copy the files here, or end the address in ?ref= with a commit.",
    bad="""
# file: overlays/prod/kustomization.yaml
resources: ["https://example.com/apps.git//backend?ref=main"]
""",
    good="""
# file: overlays/prod/kustomization.yaml
resources: ["https://example.com/apps.git//backend?ref=6f0cc07d1f7f9a1d4c2a3b1e5d6c7b8a9f0e1d2c"]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
