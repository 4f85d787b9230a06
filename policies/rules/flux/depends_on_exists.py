"""What a Flux Kustomization depends on exists."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import FluxIndex, flux_index
from policies.objects import Origin
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.flux import Dependency, FluxKustomization
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    index = world.index(flux_index)
    namespaces: dict[tuple[str, str], list[str]] = {}
    for origin in index.known:
        namespaces.setdefault((origin.cluster, origin.name), []).append(origin.namespace)
    for flux in index.here:
        if flux.unreadable:
            yield not_evaluated(flux.object, flux.unreadable)
        elif flux.depends_on:
            missing = list(_missing(flux, index, namespaces))
            if missing and world.partial:
                # A cluster's Flux Kustomizations may lie in several folders.
                yield not_evaluated(flux.object, "only some paths were read: the rest may hold it", missing[0].field)
            else:
                yield from settled(flux.object, missing)


def _missing(
    flux: FluxKustomization, index: FluxIndex, namespaces: Mapping[tuple[str, str], list[str]]
) -> Iterator[Verdict]:
    cluster = flux.origin.cluster
    for each in flux.depends_on:
        if Origin(cluster, each.namespace, each.name) not in index.known:
            yield failed(flux.object, _told(each, namespaces.get((cluster, each.name), [])), each.pointer)


def _told(dependency: Dependency, elsewhere: list[str]) -> str:
    message = f"dependsOn names Kustomization {dependency.namespace}/{dependency.name}, which is not there"
    return f"{message}, but in namespace {min(elsewhere)}" if elsewhere else message


RULE = Rule(
    id="flux/depends-on-exists",
    demands="Every Flux Kustomization that another one depends on exists in its cluster.",
    why="Flux waits for a dependency that does not exist for ever, says `dependency not found` in a status that nobody "
    "reads, and applies nothing. A name is looked up among Kustomizations only, in the own namespace.",
    fix="Correct the name or namespace of the dependency, or take it away.",
    bad="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn: [{name: databases}]
""",
    good="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: databases, namespace: flux-system}
spec:
  interval: 1h
  path: ./databases
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn: [{name: storage}]
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: storage, namespace: flux-system}
spec:
  interval: 1h
  path: ./storage
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
