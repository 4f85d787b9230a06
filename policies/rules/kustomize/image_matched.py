"""Every entry of images finds an image."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import flux_index
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import Unmatched
from policies.world import World

_KEY = "images"


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
            yield failed(item, f"{each.shown} is used by no container", each.field, place=each.place)


RULE = Rule(
    id="kustomize/image-matched",
    demands="Every entry of images finds an image to replace.",
    why="An entry whose name no container has is dropped by kustomize without a word: the tag that was pinned, or "
    "promoted, is not the one that runs. The name is the whole name as it stands in the base, with its registry.",
    fix="Write the name as it stands in the base, or take the entry away.",
    bad="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
images:
  - {name: api, newTag: 1.5.0}
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
images:
  - {name: backend, newTag: 1.5.0}
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
