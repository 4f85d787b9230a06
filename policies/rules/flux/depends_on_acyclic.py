"""No Flux Kustomization waits for itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import FluxIndex, flux_index
from policies.objects import Origin
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.flux import FluxKustomization
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    index = world.index(flux_index)
    circles = _circles(index)
    for flux in index.here:
        circle = circles.get(flux.origin)
        if flux.unreadable:
            yield not_evaluated(flux.object, flux.unreadable)
        elif circle is None:
            if flux.depends_on:
                yield passed(flux.object)
        elif circle[0] == flux.origin:
            # The others of the circle are silent: it is one mistake.
            pointer = next(
                each.pointer for each in flux.depends_on if _origin(flux, each.namespace, each.name) == circle[1]
            )
            names = " -> ".join(each.name for each in circle)
            yield failed(flux.object, f"dependsOn comes back to itself: {names}", pointer)


def _circles(index: FluxIndex) -> dict[Origin, tuple[Origin, ...]]:
    """For each that is part of a circle that circle, from its first by name back to it."""
    found: dict[Origin, tuple[Origin, ...]] = {}
    done: set[Origin] = set()
    for start in sorted(index.known):
        path: list[Origin] = []
        todo: list[tuple[Origin, Iterator[Origin]]] = []
        if start not in done:
            todo.append((start, _next(index, start)))
            path.append(start)
        while todo:
            current, following = todo[-1]
            step = next(following, None)
            if step is None:
                todo.pop()
                path.pop()
                done.add(current)
            elif step in path:
                members = path[path.index(step) :]
                first = members.index(min(members))
                circle = (*members[first:], *members[:first], members[first])
                for member in members:
                    found.setdefault(member, circle)
            elif step not in done:
                todo.append((step, _next(index, step)))
                path.append(step)
    return found


def _next(index: FluxIndex, origin: Origin) -> Iterator[Origin]:
    flux = index.known.get(origin)
    return iter([_origin(flux, each.namespace, each.name) for each in flux.depends_on] if flux is not None else [])


def _origin(flux: FluxKustomization, namespace: str, name: str) -> Origin:
    return Origin(flux.origin.cluster, namespace, name)


RULE = Rule(
    id="flux/depends-on-acyclic",
    demands="No Flux Kustomization waits, over others, for itself.",
    why="Flux applies none of a circle: each waits for another that waits for it, and nothing but a status says so.",
    fix="Take one dependency of the circle away; what both need goes into a third Kustomization.",
    bad="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn: [{name: routes}]
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: routes, namespace: flux-system}
spec:
  interval: 1h
  path: ./routes
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn: [{name: apps}]
""",
    good="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: routes, namespace: flux-system}
spec:
  interval: 1h
  path: ./routes
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  dependsOn: [{name: apps}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
