"""Flux waits for kinds whose health it can't see by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import ONLY_OBJECTS, flux_index
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.sources import FluxBuild
from policies.workload.flux import FluxKustomization
from policies.world import World

_KINDS = (
    "Cluster.postgresql.cnpg.io",
    "HTTPRoute.gateway.networking.k8s.io",
    "GRPCRoute.gateway.networking.k8s.io",
    "SealedSecret.bitnami.com",
)


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for flux in world.index(flux_index).here:
        if flux.unreadable:
            yield not_evaluated(flux.object, flux.unreadable)
        elif flux.wait and world.sources is None:
            yield not_evaluated(flux.object, ONLY_OBJECTS)
        elif flux.wait and world.sources is not None and flux.origin in world.sources.builds:
            build = world.sources.builds[flux.origin]
            yield from settled(flux.object, _unseen(flux, build, parameters["kinds"]))


def _unseen(flux: FluxKustomization, build: FluxBuild, kinds: tuple[str, ...]) -> Iterator[Verdict]:
    checked = {f"{kind}.{version.rpartition('/')[0]}" for version, kind in flux.checked}
    seen: set[str] = set()
    for item in build.objects:
        name = f"{item.kind}.{item.group}"
        if name in kinds and name not in checked and name not in seen:
            seen.add(name)
            message = f"does not wait for {item.short}: to Flux, {item.kind} without a status is ready"
            yield failed(flux.object, message, "/spec/healthCheckExprs")


RULE = Rule(
    id="flux/health-checked",
    demands="A Flux Kustomization that waits checks by expression the kinds that are ready without a status.",
    why="Flux takes an object without conditions for ready: a database was Ready in 4 seconds with no operator in the "
    "cluster, the migration that depends on it started, and failed.",
    fix="Add the kind to healthCheckExprs, with has(status.conditions) before its conditions are asked for.",
    bad="""
# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  wait: true
# file: apps/prod/database.yaml
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: postgres, namespace: web}
spec: {instances: 3, storage: {size: 10Gi}}
""",
    good="""
# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  wait: true
  healthCheckExprs:
    - apiVersion: postgresql.cnpg.io/v1
      kind: Cluster
      current: has(status.conditions) && status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')
# file: apps/prod/database.yaml
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: postgres, namespace: web}
spec: {instances: 3, storage: {size: 10Gi}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    judge=_judge,
    parameters=(Parameter("kinds", Kind.TEXTS, _KINDS, "Kinds that are ready without a status, as Kind.group."),),
    scope=Scope.FILES,
)
