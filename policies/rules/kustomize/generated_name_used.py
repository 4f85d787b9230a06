"""A change of generated configuration rolls the pods that use it."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.per_workload import settled
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed
from policies.sources import GeneratedEntry, KustomizationFile
from policies.workload.field import Field, UnreadableError
from policies.workload.workload import Workload
from policies.world import World

# Where a pod names configuration: (key, field of the name) by kind.
_NAMED = {
    "ConfigMap": (("configMapRef", "name"), ("configMapKeyRef", "name"), ("configMap", "name")),
    "Secret": (("secretRef", "name"), ("secretKeyRef", "name"), ("secret", "secretName"), ("secret", "name")),
}
_KEYS = {(key, name): kind for kind, pairs in _NAMED.items() for key, name in pairs}
_RELOADERS = ("checksum", "reloader.stakater.com/", "hash")
_NEVER_ROLLED = ("Job", "CronJob", "ScaledJob", "Pod")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if world.sources is None or not any(each.generated for each in world.sources.kustomizations):
        return
    users = world.index(_users)
    for each in world.sources.kustomizations:
        if each.generated:
            yield from settled(each.object, _failures(each, users))


def _failures(file: KustomizationFile, users: Mapping[tuple[str, str], Workload]) -> Iterator[Verdict]:
    for entry in file.generated:
        user = users.get((entry.kind, entry.name))
        if user is not None and not entry.hashed:
            yield failed(file.object, _unhashed(entry, user), entry.field, place=entry.place)


def _unhashed(entry: GeneratedEntry, user: Workload) -> str:
    made = f"{entry.kind}/{entry.name} is generated without a hash in its name"
    return f"{made}, so a change of it does not roll {user.short}"


def _users(world: World) -> dict[tuple[str, str], Workload]:
    """The first workload that uses a ConfigMap or Secret and has nothing else that rolls it."""
    found: dict[tuple[str, str], Workload] = {}
    for workload in world.workloads:
        if workload.object.kind not in _NEVER_ROLLED and not _rolls_by_itself(workload):
            for used in _used(workload.pod.spec):
                found.setdefault(used, workload)
    return found


def _rolls_by_itself(workload: Workload) -> bool:
    """Whether an annotation of the workload or its pods changes, or is watched, with the configuration."""
    body = Field(workload.object.body)
    names: list[str] = []
    for field in (body.at("metadata"), body.at(*workload.kind.template).at("metadata")):
        try:
            names += field.at("annotations").texts()
        except UnreadableError:
            continue
    return any(word in name for name in names for word in _RELOADERS)


def _used(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            for (above, field), kind in _KEYS.items():
                name = inner.get(field) if key == above and isinstance(inner, Mapping) else None
                if isinstance(name, str):
                    yield kind, name
            yield from _used(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _used(inner)


RULE = Rule(
    id="kustomize/generated-name-used",
    demands="A generated ConfigMap or Secret that pods use has a hash in its name, or the pods a checksum of it.",
    why="Kubernetes restarts no pod when its configuration changes: without the hash the new values are in the "
    "cluster, half of the pods run with the old ones, and the next accident decides when they change.",
    fix="Take disableNameSuffixHash away, or annotate the pod template with a checksum of the data.",
    bad="""
# file: app/kustomization.yaml
resources: [deployment.yaml]
configMapGenerator:
  - name: settings
    literals: [LOG_LEVEL=info]
    options: {disableNameSuffixHash: true}
# file: app/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          envFrom: [{configMapRef: {name: settings}}]
""",
    good="""
# file: app/kustomization.yaml
resources: [deployment.yaml]
configMapGenerator:
  - name: settings
    literals: [LOG_LEVEL=info]
# file: app/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          envFrom: [{configMapRef: {name: settings}}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
