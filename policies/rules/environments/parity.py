"""Environments differ only in what may differ."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from policies.indexes.difference import Comparison, Difference, Path, path_matcher
from policies.indexes.neighbours import after, before, neutral, things
from policies.objects import Object
from policies.parameters import ORDER
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.credential import credential_in
from policies.world import World

_MAY_DIFFER = (
    "*/metadata/namespace",
    "**/annotations/roadstead.dev~1*",
    "**/replicas",
    "**/instances",
    "**/minReplicas",
    "**/maxReplicas",
    "**/minReplicaCount",
    "**/maxReplicaCount",
    "**/minAvailable",
    "**/maxUnavailable",
    "**/resources",
    "**/image",
    "**/imageName",
    "**/newTag",
    "**/host",
    "**/hosts",
    "**/hostname",
    "**/hostnames",
    "**/schedule",
    "**/suspend",
    "**/storage",
    "**/walStorage",
    "**/storageClassName",
    "**/env",
    "**/ipBlock",
    "NetworkPolicy/spec/egress",
    "ConfigMap/data",
    "ConfigMap/binaryData",
    "Secret",
    "SealedSecret",
    "ResourceQuota/spec/hard",
    "LimitRange/spec/limits",
    "**/whenUnsatisfiable",
    "Cluster/spec/postgresql",
    "Cluster/spec/enablePDB",
    "Cluster/spec/affinity/podAntiAffinityType",
    "Kustomization/spec/timeout",
    "Kustomization/spec/dependsOn",
    "Kustomization/spec/postBuild",
    "HelmRelease/spec/values",
)
# A Flux Kustomization and a PriorityClass follow from the workloads that are there, and those are compared.
_MAY_BE_MISSING = (
    *("HorizontalPodAutoscaler/*", "ScaledObject/*", "PodDisruptionBudget/*", "Secret/*", "ConfigMap/*"),
    *("Kustomization/*", "PriorityClass/*"),
)
_LONGEST_SHOWN = 40


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if world.environment is None:
        return
    order = parameters["order"]
    earlier, later = before(world, order), after(world, order)
    may_differ, may_be_missing = path_matcher(parameters["may_differ"]), path_matcher(parameters["may_be_missing"])
    for item in world.objects:
        if world.environment not in order:
            yield not_evaluated(item, f"the order of environments does not name {world.environment}")
            continue
        if may_be_missing((item.kind, item.name)):
            missing: list[Verdict] = []
        else:
            missing = [each for each in (_missing(world, item, other) for other in (earlier, later)) if each]
        same = earlier.index(things).same(item, world.environment) if earlier is not None else None
        if same is not None or missing:
            found = _differing(world, item, earlier, same, may_differ) if earlier and same else iter(())
            yield from settled(item, [*missing, *found])


def _missing(world: World, item: Object, other: World | None) -> Verdict | None:
    """The verdict where the other environment has all that comes from such a folder but this object."""
    name = world.environment or ""
    if other is None or neutral(item.directory, name) not in other.index(things).directories:
        return None
    if other.index(things).same(item, name) is not None:
        return None
    fix = f"Add it to {other.environment}, or name it in may_be_missing."
    return failed(item, f"it is in {name}, but not in {other.environment}", "/metadata/name", fix=fix)


def _differing(
    world: World, item: Object, earlier: World, same: Object, may_differ: Callable[[Path], bool]
) -> Iterator[Verdict]:
    mine, theirs = world.environment or "", earlier.environment or ""
    comparison = Comparison(
        lambda path: may_differ((item.kind, *path)),
        lambda text: neutral(text, mine),
        lambda text: neutral(text, theirs),
    )
    for each in comparison.differences(item.body, same.body):
        yield failed(item, _message(each, theirs), each.pointer)


def _message(found: Difference, other: str) -> str:
    show = partial(_shown, found.path[-1] if found.path else "")
    match show(found.mine), show(found.theirs):
        case None, _:
            return f"{found.shown} is written in {other} only"
        case _, None:
            return f"{found.shown} is not written in {other}"
        case "", _:
            return f"{found.shown} is another in {other}"
        case _, "":
            return f"{found.shown} is another in {other}"
        case one, two:
            return f"{found.shown} is {one}, in {other} {two}"


def _shown(name: str, value: Any) -> str | None:
    """The value if it is short and no secret, "" for any other, None for what is absent."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_SHOWN and credential_in(name, value) is None:
        return value
    return ""


RULE = Rule(
    id="environments/parity",
    demands="What an environment renders differs from the one before it only in what may differ.",
    why="What is tried in staging says something of production only as far as the two are the same; a probe or a grace "
    "period that stands in one overlay alone is found by its users (The Twelve-Factor App, Dev/prod parity).",
    fix="Move the change into the base, or name the field in may_differ.",
    bad="""
# environment: staging
apiVersion: v1
kind: Service
metadata: {name: backend, namespace: shop-staging}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
---
# environment: prod
apiVersion: v1
kind: Service
metadata: {name: backend, namespace: shop-prod}
spec: {selector: {app: backend}, ports: [{name: http, port: 8080}]}
""",
    good="""
# environment: staging
apiVersion: v1
kind: Service
metadata: {name: backend, namespace: shop-staging}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
---
# environment: prod
apiVersion: v1
kind: Service
metadata: {name: backend, namespace: shop-prod}
spec: {selector: {app: backend}, ports: [{name: http, port: 80}]}
""",
    severity=Severity.WARNING,
    profile=Profile.PRODUCTION,
    judge=_judge,
    parameters=(
        ORDER,
        Parameter(
            "may_differ",
            Kind.TEXTS,
            _MAY_DIFFER,
            "Fields that may differ, as Kind/path with list elements by name; * is any text in a name, ** any names.",
        ),
        Parameter(
            "may_be_missing", Kind.TEXTS, _MAY_BE_MISSING, "Objects that one environment may lack, as Kind/name."
        ),
    ),
    scope=Scope.ENVIRONMENTS,
)
