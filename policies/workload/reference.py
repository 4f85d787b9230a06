"""What a workload's pods name: ConfigMaps, Secrets and their keys, claims, a service account, a priority class."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.workload.field import Field
from policies.workload.workload import Workload


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that a pod gives, and the JSON pointer of the field that holds it.

    `key` is the entry asked for ("" for the object as a whole) and `key_pointer` where it is asked for. Without an
    `optional` one the pod starts all the same.
    """

    kind: str
    name: str
    pointer: str
    container: str | None = None
    key: str = ""
    key_pointer: str = ""
    optional: bool = False


_KEY_REFERENCES = (("ConfigMap", "configMapKeyRef"), ("Secret", "secretKeyRef"))
_WHOLE_REFERENCES = (("ConfigMap", "configMapRef"), ("Secret", "secretRef"))
# Volumes that name a Secret: in-tree ones of the core API and CSI's. A missing one keeps the pod from starting.
_SECRET_OF_VOLUME = (
    ("csi", "nodePublishSecretRef", "name"),
    ("azureFile", "secretName"),
    ("cephfs", "secretRef", "name"),
    ("flexVolume", "secretRef", "name"),
    ("iscsi", "secretRef", "name"),
    ("rbd", "secretRef", "name"),
    ("scaleIO", "secretRef", "name"),
)
_SECRETS_OF_DATABASE = (
    ("bootstrap", "initdb", "secret", "name"),
    ("bootstrap", "recovery", "secret", "name"),
    ("superuserSecret", "name"),
)


def references_of(workload: Workload) -> tuple[Reference, ...]:
    """Every name that the workload's pods give, those without a name left out; raises UnreadableError."""
    pod = Field(workload.pod.spec, workload.pod.pointer)
    if workload.object.kind == "Cluster":
        found = _of_database(Field(workload.object.body).at("spec"))
    else:
        found = _of_pod(workload, pod)
    return tuple(reference for reference in found if reference.name)


def _of_pod(workload: Workload, pod: Field) -> Iterator[Reference]:
    mounted: set[str] = set()
    for container in workload.pod.containers:
        field = Field(container.body, container.pointer)
        yield from _of_environment(field, container.name)
        for mounts in ("volumeMounts", "volumeDevices"):
            mounted.update(mount.at("name").text() for mount in field.at(mounts).items())
    templates = set(claim_templates(workload))
    for volume in pod.at("volumes").items():
        name = volume.at("name").text()
        if name not in templates:
            yield from _of_claim(volume)
            # The kubelet leaves out volumes that no container mounts (desired_state_of_world_populator.go); the
            # scheduler looks for every claim.
            if name in mounted:
                yield from _of_volume(volume)
    yield from _pull_secrets(pod)
    account = pod.at("serviceAccountName")
    account = account if account.value else pod.at("serviceAccount")
    yield Reference("ServiceAccount", account.text(), account.pointer)
    yield _priority_class(pod)


def _of_environment(container: Field, name: str) -> Iterator[Reference]:
    for variable in container.at("env").items():
        for kind, key in _KEY_REFERENCES:
            source = variable.at("valueFrom", key)
            if source.value is not None:
                asked = source.at("key")
                yield _reference(kind, source, "name", name, asked.text(), asked.pointer)
    for source in container.at("envFrom").items():
        for kind, key in _WHOLE_REFERENCES:
            yield _reference(kind, source.at(key), "name", name)


def _of_claim(volume: Field) -> Iterator[Reference]:
    claim = volume.at("persistentVolumeClaim", "claimName")
    yield Reference("PersistentVolumeClaim", claim.text(), claim.pointer)


def _of_volume(volume: Field) -> Iterator[Reference]:
    yield from _with_items("ConfigMap", volume.at("configMap"), "name")
    yield from _with_items("Secret", volume.at("secret"), "secretName")
    for source in volume.at("projected", "sources").items():
        yield from _with_items("ConfigMap", source.at("configMap"), "name")
        yield from _with_items("Secret", source.at("secret"), "name")
    for path in _SECRET_OF_VOLUME:
        secret = volume.at(*path)
        yield Reference("Secret", secret.text(), secret.pointer)


def _with_items(kind: str, source: Field, key: str) -> Iterator[Reference]:
    yield _reference(kind, source, key)
    for item in source.at("items").items():
        yield _reference(kind, source, key, None, item.at("key").text(), item.at("key").pointer)


def _reference(
    kind: str, source: Field, name: str, container: str | None = None, key: str = "", key_pointer: str = ""
) -> Reference:
    field = source.at(name)
    optional = source.at("optional").value is True
    return Reference(kind, field.text(), field.pointer, container, key, key_pointer, optional)


def _pull_secrets(pod: Field) -> Iterator[Reference]:
    for secret in pod.at("imagePullSecrets").items():
        name = secret.at("name")
        yield Reference("Secret", name.text(), name.pointer)


def _priority_class(pod: Field) -> Reference:
    name = pod.at("priorityClassName")
    return Reference("PriorityClass", name.text(), name.pointer)


def _of_database(spec: Field) -> Iterator[Reference]:
    """What a CloudNativePG Cluster names; its service account is made by the operator."""
    yield from _of_environment(spec, "postgres")
    yield from _pull_secrets(spec)
    for path in _SECRETS_OF_DATABASE:
        secret = spec.at(*path)
        yield Reference("Secret", secret.text(), secret.pointer)
    yield _priority_class(spec)


def claim_templates(workload: Workload) -> Iterator[str]:
    """The names of a StatefulSet's claim templates, each a volume of every pod; raises UnreadableError."""
    if workload.object.kind == "StatefulSet":
        for template in Field(workload.object.body).at("spec", "volumeClaimTemplates").items():
            yield template.at("metadata", "name").text()
