"""No object is applied by two Flux Kustomizations."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import address
from policies.objects import Object, Origin
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, passed
from policies.workload.field import Field, UnreadableError
from policies.world import World

_SSA = "kustomize.toolkit.fluxcd.io/ssa"
_SHARES = ("merge", "ifnotpresent", "ignore")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    owners: dict[tuple[str, tuple[str, str, str, str]], Origin] = {}
    for item in world.objects:
        origin = item.origin
        if origin is None or not origin.name or _shares(item):
            continue
        first = owners.setdefault((origin.cluster, address(item)), origin)
        if first == origin:
            yield passed(item)
        else:
            message = f"is built by Kustomization {first.name} too, beside {origin.name}"
            yield failed(item, message, "/metadata/name")


def _shares(item: Object) -> bool:
    """Whether the object says that Flux does not own all of it."""
    try:
        return Field(item.body).at("metadata", "annotations", _SSA).text().lower() in _SHARES
    except UnreadableError:
        return False


RULE = Rule(
    id="flux/one-owner",
    demands="No object is built by two Flux Kustomizations of a cluster.",
    why="The two overwrite each other at every interval, and one that no longer builds the object prunes it "
    "while the other still needs it: seen as a ConfigMap that was gone while all pods still named it.",
    fix="Build it in one of the two, and let the other depend on that one.",
    bad="""
# file: clusters/prod/flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: jobs, namespace: flux-system}
spec:
  interval: 1h
  path: ./jobs
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
# file: apps/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
# file: jobs/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
""",
    good="""
# file: clusters/prod/flux.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: jobs, namespace: flux-system}
spec:
  interval: 1h
  path: ./jobs
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
# file: apps/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
# file: jobs/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: jobs}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
