"""Every variable that Flux replaces has a value."""

from collections.abc import Iterator

from policies.per_build import per_build
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.sources import FluxBuild
from policies.workload.flux import FluxKustomization
from policies.world import World

_SHOWN = 5


def _check(world: World, flux: FluxKustomization, build: FluxBuild) -> Iterator[Verdict]:
    if build.bad_substitution:
        fix = "Write $${...} for a text that is no variable, or annotate the object with substitute: disabled."
        yield failed(flux.object, build.bad_substitution, "/spec/postBuild", fix=fix)
    if build.undefined:
        yield failed(flux.object, f"no value for {_listed(build.undefined)}", "/spec/postBuild")
    elif build.unknown:
        sources = ", ".join(
            f"{each.kind}/{each.name}" for each in flux.post_build.references if each.kind in ("Secret", "ConfigMap")
        )
        why = f"{_listed(build.unknown)} may come from {sources}, whose content is not in this repository"
        yield not_evaluated(flux.object, why, "/spec/postBuild")


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"${{{name}}}" for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


RULE = Rule(
    id="flux/substitution-defined",
    demands="Every variable in what a Flux Kustomization with postBuild builds has a value or a default.",
    why="Since Flux 2.9 one variable without a value fails the whole build; before, it became an empty text. A shell "
    "script in a ConfigMap is enough (kustomize-controller, StrictPostBuildSubstitutions).",
    fix="Give it a value in postBuild.substitute, or a default as in ${name:=default}, or write $${name} for a text.",
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
  postBuild: {substitute: {zone: a}}
# file: apps/prod/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data: {region: "${region}"}
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
  postBuild: {substitute: {region: eu}}
# file: apps/prod/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data: {region: "${region}"}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_build(_check, lambda flux, build: flux.post_build.enabled),
    scope=Scope.FILES,
)
