"""Flux objects are of versions that Flux still serves."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.rule import Profile, Rule, Severity, Verdict, failed, passed
from policies.world import World

_FLUX = ".toolkit.fluxcd.io"
# https://fluxcd.io/flux/releases : removed by Flux 2.9 at the latest.
_REMOVED = {
    "kustomize": {"v1beta1": "v1", "v1beta2": "v1"},
    "source": {"v1beta1": "v1", "v1beta2": "v1"},
    "helm": {"v2beta1": "v2", "v2beta2": "v2"},
    "image": {"v1alpha1": "v1", "v1alpha2": "v1", "v1beta1": "v1", "v1beta2": "v1"},
    "notification": {"v1beta1": "v1beta3", "v1beta2": "v1beta3"},
}
_STABLE_RECEIVER = "v1"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.objects:
        if not item.group.endswith(_FLUX):
            continue
        version = item.identity.api_version.rpartition("/")[2]
        newer = _REMOVED.get(item.group.removesuffix(_FLUX), {}).get(version)
        if newer is None:
            yield passed(item)
            continue
        newer = _STABLE_RECEIVER if item.kind == "Receiver" else newer
        message = f"apiVersion is {item.identity.api_version}, which Flux 2.9 no longer serves"
        yield failed(item, message, "/apiVersion", fix=f"Write {item.group}/{newer}; `flux migrate -f .` does it.")


RULE = Rule(
    id="flux/api-version",
    demands="Flux objects are of versions that Flux still serves.",
    why="Flux 2.8 removed v1beta2 of sources and Kustomizations and v2beta2 of HelmReleases, 2.9 those of images and "
    "notifications: after the upgrade the API server refuses the object, and with it all that it would apply.",
    fix="Write the current version; `flux migrate -f .` does it.",
    bad="""
apiVersion: kustomize.toolkit.fluxcd.io/v1beta2
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
""",
    good="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
)
