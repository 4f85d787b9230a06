"""What holds data is not deleted because it left a folder."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import join
from policies.indexes.applied import applied
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.flux import GROUP, FluxKustomization
from policies.world import World

_GUARD = f"{GROUP}/prune"
# Kinds whose deletion takes their data along; a StatefulSet's claims stay unless it says otherwise.
_DATA = {
    ("", "PersistentVolumeClaim"): "a claim",
    ("cdi.kubevirt.io", "DataVolume"): "a claim",
    ("postgresql.cnpg.io", "Cluster"): "a database",
    ("acid.zalan.do", "postgresql"): "a database",
    ("elasticsearch.k8s.elastic.co", "Elasticsearch"): "a database",
    ("apps", "StatefulSet"): "a StatefulSet that takes its claims along",
    ("", "Namespace"): "a namespace with all that it holds",
}


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    index = world.index(applied)
    for item in world.of_kind(*dict.fromkeys(kind for _, kind in _DATA)):
        flux = index.flux_of(item) if (item.group, item.kind) in _DATA else None
        if flux is None or _is_own_namespace(item, flux):
            continue
        try:
            if Field(flux.object.body).at("spec", "prune").value is True and _loses_data(item):
                yield from settled(item, _check(item, flux))
        except UnreadableError as error:
            yield not_evaluated(item, str(error))


def _is_own_namespace(item: Object, flux: FluxKustomization) -> bool:
    """Flux' own namespace, which `flux bootstrap` writes without a guard."""
    return item.kind == "Namespace" and item.name == flux.object.namespace


def _loses_data(item: Object) -> bool:
    if item.kind != "StatefulSet":
        return True
    spec = Field(item.body).at("spec")
    deletes = spec.at("persistentVolumeClaimRetentionPolicy", "whenDeleted").value == "Delete"
    return deletes and any(True for _ in spec.at("volumeClaimTemplates").items())


def _check(item: Object, flux: FluxKustomization) -> Iterator[Verdict]:
    metadata = Field(item.body).at("metadata")
    # Flux reads both; commonMetadata is written over what the object has.
    values = (
        {**metadata.at("labels").mapping(), **flux.labels}.get(_GUARD),
        {**metadata.at("annotations").mapping(), **flux.annotations}.get(_GUARD),
    )
    if "disabled" in values:
        return
    what = _DATA[item.group, item.kind]
    found = next((f"is {value!r}" for value in values if value is not None), "is missing")
    message = f"{flux.object.short} prunes, and {what} would go: annotation {_GUARD} {found}"
    severity = Severity.WARNING if item.kind == "Namespace" else None
    yield failed(item, message, join("metadata", "annotations", _GUARD), severity=severity)


RULE = Rule(
    id="state/prune-guard",
    demands="Claims, databases and namespaces that a pruning Flux Kustomization applies are kept from pruning.",
    why="What leaves the folder, by a slip, a rename or a bad merge, Flux deletes; with a claim, a database or a "
    "namespace the data goes too (Flux, Kustomization: garbage collection).",
    fix="Annotate it with kustomize.toolkit.fluxcd.io/prune: disabled.",
    bad="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: shop, namespace: flux-system}
spec: {interval: 1h, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
""",
    good="""
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: shop, namespace: flux-system}
spec: {interval: 1h, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
  annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.SET,
)
