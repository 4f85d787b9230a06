"""No key is set twice."""

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
        if each.kind is OddityKind.DUPLICATE_KEY:
            fact, _, fix = each.message.rpartition("; ")
            yield failed(file.object, fact, "/", fix=f"{fix[:1].upper()}{fix[1:]}." if fact else None, place=each.place)


RULE = Rule(
    id="yaml/no-duplicate-key",
    demands="No key is set twice in one mapping.",
    why="Of a key that is set twice kubectl takes the last without a word, kustomize stops, and the person who wrote "
    "the first one never learns that it does not hold.",
    fix="Remove all but one of them.",
    bad="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  region: eu
  region: us
""",
    good="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  region: eu
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
