"""What a Flux Kustomization points at is there and builds."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.per_build import per_build
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.sources import FluxBuild
from policies.workload.flux import FluxKustomization
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    yield from _of_paths(world, parameters)
    for item in world.of_kind("HelmRelease"):
        if item.group == "helm.toolkit.fluxcd.io":
            yield not_evaluated(item, "the objects of its chart are not rendered, so no rule has judged them")


def _check(world: World, flux: FluxKustomization, build: FluxBuild) -> Iterator[Verdict]:
    if build.missing:
        yield failed(flux.object, build.missing, "/spec/path")
    elif build.error:
        reason = build.error.splitlines()[0]
        yield failed(
            flux.object, f"{flux.path} does not build: {reason}", "/spec/path", fix="Mend what kustomize names."
        )


_of_paths = per_build(_check)

RULE = Rule(
    id="flux/path-builds",
    demands="The path of every Flux Kustomization is there, and builds as Flux builds it.",
    why="Flux keeps what it applied last and says `kustomization path not found`, or kustomize's error, in a status: "
    "every later change is silently left out of the cluster.",
    fix="Correct spec.path: it is relative to the root of the repository, after .sourceignore.",
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
# file: apps/staging/kustomization.yaml
resources: []
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
# file: apps/prod/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data: {region: "eu"}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
