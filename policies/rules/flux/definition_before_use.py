"""A custom resource is applied after its definition."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.flux import FluxIndex, flux_index
from policies.objects import Object, Origin
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.field import Field, UnreadableError
from policies.workload.flux import FluxKustomization
from policies.workload.groups import is_built_in
from policies.world import World

_SERVED = (".toolkit.fluxcd.io",)
_Group = tuple[str, str]


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if world.sources is None:
        return
    index = world.index(flux_index)
    installed: dict[tuple[str, _Group], Origin] = {}
    for origin, build in world.sources.builds.items():
        for item in build.objects:
            defined = _defined(item)
            if defined is not None:
                installed.setdefault((origin.cluster, defined), origin)
    for flux in index.here:
        made = world.sources.builds.get(flux.origin)
        if made is not None and not flux.unreadable:
            if world.partial and any(each not in index.known for each in _before(flux.origin, index)):
                yield not_evaluated(flux.object, "only some paths were read, and what it depends on is not among them")
            else:
                yield from _of(flux, made.objects, installed, index, parameters["provided"])


def _of(
    flux: FluxKustomization,
    objects: tuple[Object, ...],
    installed: Mapping[tuple[str, _Group], Origin],
    index: FluxIndex,
    provided: tuple[str, ...],
) -> Iterator[Verdict]:
    used: dict[_Group, Object] = {}
    for item in objects:
        if _is_custom(item) and item.group not in provided:
            used.setdefault((item.group, item.kind), item)
    if not used:
        return
    before = _before(flux.origin, index)
    unknown: list[str] = []
    late: dict[Origin, Object] = {}
    for group, item in used.items():
        origin = installed.get((flux.origin.cluster, group))
        if origin is None:
            unknown.append(f"{group[1]}.{group[0]}")
        elif origin not in before:
            late.setdefault(origin, item)
    for origin, item in late.items():
        message = (
            f"builds {item.short}, whose definition Kustomization {origin.name} installs, but does not depend on it"
        )
        yield failed(flux.object, message, "/spec/dependsOn", fix=f"Add {{name: {origin.name}}} to dependsOn.")
    if unknown and not late:
        yield not_evaluated(flux.object, f"nothing here installs the definition of {', '.join(sorted(unknown))}")
    elif not late:
        yield passed(flux.object)


def _before(origin: Origin, index: FluxIndex) -> set[Origin]:
    """It, and all that it waits for."""
    seen = {origin}
    todo = [origin]
    while todo:
        flux = index.known.get(todo.pop())
        for each in flux.depends_on if flux is not None else ():
            step = Origin(origin.cluster, each.namespace, each.name)
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return seen


def _is_custom(item: Object) -> bool:
    return not is_built_in(item.group) and not item.group.endswith(_SERVED)


def _defined(item: Object) -> _Group | None:
    if item.kind != "CustomResourceDefinition":
        return None
    spec = Field(item.body)
    try:
        return spec.at("spec", "group").text(), spec.at("spec", "names", "kind").text()
    except UnreadableError:
        return None


RULE = Rule(
    id="flux/definition-before-use",
    demands="A Flux Kustomization that builds custom resources depends on the one that installs their definition.",
    why="In a new cluster Flux applies both at once, the API server knows no such kind, and the whole Kustomization "
    "fails its dry run; it works by luck in a cluster that has the definition already.",
    fix="Add the Kustomization that installs the definition to dependsOn.",
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
# file: apps/definition.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Lamp, plural: lamps, singular: lamp}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
# file: jobs/lamp.yaml
apiVersion: example.com/v1
kind: Lamp
metadata: {name: red, namespace: web}
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
  dependsOn: [{name: apps}]
# file: apps/definition.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Lamp, plural: lamps, singular: lamp}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
# file: jobs/lamp.yaml
apiVersion: example.com/v1
kind: Lamp
metadata: {name: red, namespace: web}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(Parameter("provided", Kind.TEXTS, (), "API groups whose definitions the cluster has from elsewhere."),),
    scope=Scope.FILES,
)
