"""Every patch with a target finds an object."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import flux_index
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import Unmatched
from policies.world import World

_KEY = "patches"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if world.sources is None:
        return
    for each in world.sources.kustomizations:
        if each.silent.get(_KEY):
            yield from settled(each.object, _failures(each.object, each.unmatched))
    for flux in world.index(flux_index).here:
        build = world.sources.builds.get(flux.origin)
        if build is not None and build.silent.get(_KEY):
            yield from settled(flux.object, _failures(flux.object, build.unmatched))


def _failures(item: Object, unmatched: tuple[Unmatched, ...]) -> Iterator[Verdict]:
    for each in unmatched:
        if each.key == _KEY:
            yield failed(item, f"the patch of {each.shown} matches no object", each.field, place=each.place)


RULE = Rule(
    id="kustomize/patch-matched",
    demands="Every patch with a target finds an object to patch.",
    why="A patch whose target matches nothing is dropped by kustomize without a word: after a rename in the base the "
    "limits, replicas or security of an overlay are gone, and everything still builds.",
    fix="Correct the target, or take the patch away.",
    bad="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
patches:
  - target: {kind: Deployment, name: api}
    patch: |
      - op: add
        path: /spec/replicas
        value: 3
# file: base/kustomization.yaml
resources: [deployment.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: backend}]
""",
    good="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
patches:
  - target: {kind: Deployment, name: backend}
    patch: |
      - op: add
        path: /spec/replicas
        value: 3
# file: base/kustomization.yaml
resources: [deployment.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: backend}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
