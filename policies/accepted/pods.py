"""The specification of a pod: pkg/apis/core/validation/validation.go, ValidatePodSpec and what it calls."""

from collections.abc import Iterator
from typing import Any

from policies.accepted.checks import (
    at_most_one,
    between,
    exactly_one,
    fits,
    needs,
    one_of,
    optional,
    quantity,
    together,
    unique,
    written,
)
from policies.accepted.names import (
    CONFIG_KEY,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    LABEL_VALUE,
    LABELS,
    NODE_TERM,
    PORT_NAME,
    QUALIFIED,
    SELECTOR,
    keys,
    port,
)
from policies.accepted.table import Check, Found, Table, Tree

_ID = between(0)
_PORT = between(1, 65535)
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
_LISTS = ("containers", "initContainers", "ephemeralContainers")


def below(prefix: str, table: Table) -> Table:
    """A table with every path below another."""
    return {f"{prefix}/{path}".strip("/"): check for path, check in table.items()}


_HANDLER: Table = {
    "exec": needs("command"),
    "httpGet": needs("port"),
    "httpGet/port": port,
    "httpGet/path": written,
    "httpGet/scheme": one_of("", "HTTP", "HTTPS"),
    "httpGet/httpHeaders/*": needs("name"),
    "tcpSocket": needs("port"),
    "tcpSocket/port": port,
    "grpc/port": _PORT,
}
_PROBE: Table = {
    **_HANDLER,
    "": exactly_one(_HANDLERS),
    **dict.fromkeys(
        ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"), between(0)
    ),
    "terminationGracePeriodSeconds": between(1),
}
_HOOK: Table = {**_HANDLER, "": exactly_one(("exec", "httpGet", "tcpSocket", "sleep"))}


def _env(value: Any) -> Iterator[Found]:
    if isinstance(value, dict) and value.get("value") and value.get("valueFrom") is not None:
        yield ("valueFrom",), "is written beside `value`, only one may be"


_SOURCES = ("configMapKeyRef", "secretKeyRef", "fieldRef", "resourceFieldRef", "fileKeyRef")
_SECCOMP: Table = {
    "": needs("type"),
    "type": one_of("RuntimeDefault", "Unconfined", "Localhost"),
}
_SECURITY: Table = {
    **dict.fromkeys(("runAsUser", "runAsGroup"), _ID),
    **below("seccompProfile", _SECCOMP),
    **below("appArmorProfile", _SECCOMP),
}
_CONTAINER: Table = {
    "": needs("name", "image"),
    "env": unique("name"),
    "name": DNS_LABEL,
    "imagePullPolicy": one_of("", "Always", "IfNotPresent", "Never"),
    "terminationMessagePolicy": one_of("", "File", "FallbackToLogsOnError"),
    "ports": together(unique("containerPort", "protocol", protocol="TCP"), unique("name")),
    "ports/*": needs("containerPort"),
    "ports/*/name": optional(PORT_NAME),
    "ports/*/containerPort": _PORT,
    "ports/*/hostPort": between(0, 65535),
    "ports/*/protocol": one_of("", "TCP", "UDP", "SCTP"),
    "env/*": together(needs("name"), _env),
    "env/*/name": fits(r"[ -<>-~]+", 2**20, "printable ASCII without `=`"),
    "env/*/valueFrom": exactly_one(_SOURCES),
    "env/*/valueFrom/configMapKeyRef": needs("key", "name"),
    "env/*/valueFrom/configMapKeyRef/key": CONFIG_KEY,
    "env/*/valueFrom/configMapKeyRef/name": optional(DNS_SUBDOMAIN),
    "env/*/valueFrom/secretKeyRef": needs("key", "name"),
    "env/*/valueFrom/secretKeyRef/key": CONFIG_KEY,
    "env/*/valueFrom/secretKeyRef/name": optional(DNS_SUBDOMAIN),
    "env/*/valueFrom/fieldRef": needs("fieldPath"),
    "env/*/valueFrom/resourceFieldRef": needs("resource"),
    "envFrom/*": exactly_one(("configMapRef", "secretRef")),
    "envFrom/*/configMapRef/name": DNS_SUBDOMAIN,
    "envFrom/*/secretRef/name": DNS_SUBDOMAIN,
    "volumeMounts": unique("mountPath"),
    "volumeMounts/*": needs("name", "mountPath"),
    "volumeMounts/*/mountPropagation": one_of("None", "HostToContainer", "Bidirectional"),
    "resources/requests": keys(QUALIFIED),
    "resources/limits": keys(QUALIFIED),
    **below("securityContext", _SECURITY),
    "securityContext/procMount": one_of("Default", "Unmasked"),
    **below("startupProbe", _PROBE),
    **below("readinessProbe", _PROBE),
    **below("livenessProbe", _PROBE),
    "startupProbe/successThreshold": between(0, 1),
    "livenessProbe/successThreshold": between(0, 1),
    **below("lifecycle/preStop", _HOOK),
    **below("lifecycle/postStart", _HOOK),
}

_VOLUMES = (
    *("emptyDir", "configMap", "secret", "projected", "persistentVolumeClaim", "ephemeral", "image", "hostPath", "csi"),
    *("downwardAPI", "nfs", "iscsi", "fc", "gcePersistentDisk", "awsElasticBlockStore", "azureDisk", "azureFile"),
    *("cephfs", "cinder", "flexVolume", "flocker", "gitRepo", "glusterfs", "photonPersistentDisk", "portworxVolume"),
    *("quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume"),
)
_ITEMS: Table = {
    "defaultMode": between(0, 0o777),
    "items/*": needs("key", "path"),
    "items/*/key": CONFIG_KEY,
    "items/*/mode": between(0, 0o777),
}
_VOLUME: Table = {
    "": together(needs("name"), at_most_one(_VOLUMES)),
    "name": DNS_LABEL,
    "emptyDir/medium": fits(r"|Memory|HugePages(-.+)?", 63, "Memory, HugePages or nothing"),
    "emptyDir/sizeLimit": quantity(),
    **below("configMap", _ITEMS),
    "configMap": needs("name"),
    **below("secret", _ITEMS),
    "secret": needs("secretName"),
    "image": needs("reference"),
    "image/pullPolicy": one_of("", "Always", "IfNotPresent", "Never"),
    "persistentVolumeClaim": needs("claimName"),
    "hostPath": needs("path"),
}


def _pod(value: Any) -> Iterator[Found]:
    """What one part of a pod says of another."""
    if isinstance(value, dict):
        yield from _sleeps(value)


def mounts(holder: Any, *, claims: object = None) -> Iterator[Found]:
    """Mounts of no volume, in what has the specification of a pod at `spec`; `claims` are a StatefulSet's templates."""
    spec = holder.get("spec") if isinstance(holder, dict) else None
    if not isinstance(spec, dict):
        return
    for path, message in _mounts(spec, claims if isinstance(claims, list) else []):
        yield ("spec", *path), message


def _mounts(spec: dict[str, Any], claims: list[Any]) -> Iterator[Found]:
    volumes = spec.get("volumes") or []
    if not isinstance(volumes, list):
        return
    volumes = [*volumes, *(each.get("metadata") for each in claims if isinstance(each, dict))]
    known = {str(each.get("name")) for each in volumes if isinstance(each, dict)}
    for path, container in _containers(spec):
        mounts = container.get("volumeMounts")
        for index, mount in enumerate(mounts if isinstance(mounts, list) else ()):
            name = mount.get("name") if isinstance(mount, dict) else None
            if isinstance(name, str) and name and name not in known:
                yield (*path, "volumeMounts", index, "name"), f"is `{name[:63]}`, which no volume is called"


def _sleeps(spec: dict[str, Any]) -> Iterator[Found]:
    grace = spec.get("terminationGracePeriodSeconds")
    longest = grace if isinstance(grace, int) and not isinstance(grace, bool) else 30
    for path, container in _containers(spec):
        place: Any = container
        for step in ("lifecycle", "preStop", "sleep", "seconds"):
            place = place.get(step) if isinstance(place, dict) else None
        if isinstance(place, int) and not isinstance(place, bool) and not 0 <= place <= longest:
            message = f"is {place}, must be from 0 to terminationGracePeriodSeconds, {longest}"
            yield (*path, "lifecycle", "preStop", "sleep", "seconds"), message


def _containers(spec: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for name in _LISTS:
        found = spec.get(name)
        for index, container in enumerate(found if isinstance(found, list) else ()):
            if isinstance(container, dict):
                yield (name, index), container


_SPEC: Table = {
    "": together(_pod, needs("containers")),
    "containers": unique("name"),
    "initContainers": unique("name"),
    "volumes": unique("name"),
    "activeDeadlineSeconds": between(1),
    "dnsPolicy": one_of("", "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    "preemptionPolicy": one_of("PreemptLowerPriority", "Never"),
    "serviceAccountName": optional(DNS_SUBDOMAIN),
    "priorityClassName": optional(DNS_SUBDOMAIN),
    "runtimeClassName": optional(DNS_SUBDOMAIN),
    "schedulerName": optional(QUALIFIED),
    "hostname": optional(DNS_LABEL),
    "imagePullSecrets/*/name": optional(DNS_SUBDOMAIN),
    **below("nodeSelector", LABELS),
    **below("securityContext", {**_SECURITY, "fsGroup": _ID, "supplementalGroups/*": _ID}),
    "securityContext/fsGroupChangePolicy": one_of("OnRootMismatch", "Always"),
    "tolerations/*/key": optional(QUALIFIED),
    "tolerations/*/operator": one_of("", "Exists", "Equal", "Lt", "Gt"),
    "tolerations/*/effect": one_of("", "NoSchedule", "PreferNoSchedule", "NoExecute"),
    "tolerations/*/value": LABEL_VALUE,
    "topologySpreadConstraints": unique("topologyKey", "whenUnsatisfiable"),
    "topologySpreadConstraints/*": needs("topologyKey", "whenUnsatisfiable"),
    "topologySpreadConstraints/*/maxSkew": between(1),
    "topologySpreadConstraints/*/minDomains": between(1),
    "topologySpreadConstraints/*/whenUnsatisfiable": one_of("DoNotSchedule", "ScheduleAnyway"),
    "topologySpreadConstraints/*/nodeTaintsPolicy": one_of("Honor", "Ignore"),
    "topologySpreadConstraints/*/nodeAffinityPolicy": one_of("Honor", "Ignore"),
    "topologySpreadConstraints/*/matchLabelKeys/*": QUALIFIED,
    **below("topologySpreadConstraints/*/labelSelector", SELECTOR),
    "affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution": needs("nodeSelectorTerms"),
    **below("affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/*", NODE_TERM),
    "affinity/nodeAffinity/preferredDuringSchedulingIgnoredDuringExecution/*/weight": between(1, 100),
    **{
        f"affinity/{kind}/{path}": check
        for kind in ("podAffinity", "podAntiAffinity")
        for path, check in {
            "requiredDuringSchedulingIgnoredDuringExecution/*": needs("topologyKey"),
            "preferredDuringSchedulingIgnoredDuringExecution/*/weight": between(1, 100),
            "preferredDuringSchedulingIgnoredDuringExecution/*/podAffinityTerm": needs("topologyKey"),
        }.items()
    },
}


def add_pod(tree: Tree, holder: str, *restarts: str, mounted: Check | None = mounts) -> Tree:
    """A tree with a pod's demands below `spec` of `holder`; `restarts` are the restart policies that its owner allows.

    `mounted` is None where the owner brings volumes of its own.
    """
    prefix = f"{holder}/spec".strip("/")
    tree.add(_SPEC, prefix).add(_VOLUME, f"{prefix}/volumes/*").add({"restartPolicy": one_of(*restarts)}, prefix)
    if mounted is not None:
        tree.add({holder: mounted})
    for name in _LISTS:
        tree.add(_CONTAINER, f"{prefix}/{name}/*")
    return tree
