"""kubectl and kustomize read every value alike."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.oddity import OddityKind
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import SourceFile
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for each in world.sources.files if world.sources is not None else ():
        yield from settled(each.object, _failures(each))


def _failures(file: SourceFile) -> Iterator[Verdict]:
    for each in file.oddities:
        if each.kind is OddityKind.READERS_DIFFER:
            fact, _, fix = each.message.rpartition("; ")
            yield failed(file.object, fact, "/", fix=f"{fix[:1].upper()}{fix[1:]}." if fact else None, place=each.place)


RULE = Rule(
    id="yaml/unambiguous",
    demands="Every value of a file is the same to kubectl and to kustomize.",
    why="What kubectl reads as true or false (yes, no, on, off, y) is text to kustomize: what was tried by hand is "
    "not what is applied. A date is rewritten by one of them, and a number beyond 64 bits is rounded.",
    fix="Quote the value, or write true or false.",
    bad="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  debug: yes
""",
    good="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  debug: "yes"
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
