"""Every value is one that the API server takes, beyond its type."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import join
from policies.accepted.kinds import refused
from policies.accepted.table import Path
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.objects:
        if not item.kind.endswith("List"):
            yield from settled(item, _failures(item))


def _failures(item: Object) -> Iterator[Verdict]:
    for path, message in dict.fromkeys(refused(item.group, item.kind, item.body)):
        if "${" not in message:
            yield failed(item, f"{_name(path)} {message}", join(*path))


def _name(path: Path) -> str:
    """What the value is called in a message: an element of a list by the list."""
    last = path[-1]
    return f"{path[-2]}[{last}]" if isinstance(last, int) and len(path) > 1 else str(last)


RULE = Rule(
    id="yaml/accepted-values",
    demands="Names, labels, numbers, words and references inside an object are such as the API server takes.",
    why="A schema knows types and no more: port 70000, a label with a space or a mount of no volume fits it, and the "
    "API server refuses the object when Flux applies it, after the merge.",
    fix="Write a value that Kubernetes documents for the field.",
    bad="""
apiVersion: v1
kind: Service
metadata: {name: backend}
spec:
  selector: {app.kubernetes.io/name: backend}
  ports: [{name: http, port: 70000}]
""",
    good="""
apiVersion: v1
kind: Service
metadata: {name: backend}
spec:
  selector: {app.kubernetes.io/name: backend}
  ports: [{name: http, port: 8000}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
)
