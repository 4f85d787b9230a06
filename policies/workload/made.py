"""Objects that stand in no repository because an operator makes them from one that does."""

from collections.abc import Callable, Iterator, Mapping

from policies.objects import Object
from policies.workload.field import Field, UnreadableError

Made = tuple[str, str]
"""Kind and name, in the namespace of the object that it is made from. `*` at the end stands for a number."""


def made_from(item: Object) -> tuple[Made, ...]:
    """What the controllers that are known here make from this object; nothing from one that can't be read."""
    reader = _READERS.get((item.group, item.kind))
    if reader is None:
        return ()
    try:
        return tuple((kind, name) for kind, name in reader(Field(item.body), item.name) if name)
    except UnreadableError:
        return ()


def _database(body: Field, name: str) -> Iterator[Made]:
    """CloudNativePG, "Service Management" and "Connecting from an application" of its documentation."""
    for end in ("rw", "ro", "r"):
        yield "Service", f"{name}-{end}"
    for service in body.at("spec", "managed", "services", "additional").items():
        yield "Service", service.at("serviceTemplate", "metadata", "name").text()
    for end in ("app", "superuser", "ca", "server", "replication"):
        yield "Secret", f"{name}-{end}"
    yield "ServiceAccount", name


def _pooler(body: Field, name: str) -> Iterator[Made]:
    yield "Service", name
    yield "ServiceAccount", name


def _kafka(body: Field, name: str) -> Iterator[Made]:
    for end in ("kafka-bootstrap", "kafka-brokers"):
        yield "Service", f"{name}-{end}"
    for end in ("cluster-ca-cert", "clients-ca-cert"):
        yield "Secret", f"{name}-{end}"


def _claims(body: Field, name: str) -> Iterator[Made]:
    """The claims of a StatefulSet: template, set and number, as in data-redis-0."""
    for template in body.at("spec", "volumeClaimTemplates").items():
        yield "PersistentVolumeClaim", f"{template.at('metadata', 'name').text()}-{name}-*"


def _tls(body: Field, name: str) -> Iterator[Made]:
    """cert-manager's ingress-shim and gateway-shim make the Secrets of annotated objects."""
    if not any(str(key).startswith("cert-manager.io/") for key in body.at("metadata", "annotations").mapping()):
        return
    for entry in body.at("spec", "tls").items():
        yield "Secret", entry.at("secretName").text()
    for listener in body.at("spec", "listeners").items():
        for reference in listener.at("tls", "certificateRefs").items():
            yield "Secret", reference.at("name").text()


def _synced(body: Field, name: str) -> Iterator[Made]:
    for entry in body.at("spec", "secretObjects").items():
        yield "Secret", entry.at("secretName").text()


def _sops_operator(body: Field, name: str) -> Iterator[Made]:
    for entry in body.at("spec", "secretTemplates").items():
        yield "Secret", entry.at("name").text()


def _same_name(kind: str) -> Callable[[Field, str], Iterator[Made]]:
    return lambda body, name: iter([(kind, name)])


def _secret_named_at(*path: str) -> Callable[[Field, str], Iterator[Made]]:
    """The Secret named there, or like the object itself."""
    return lambda body, name: iter([("Secret", body.at(*path).text() or name)])


_READERS: Mapping[tuple[str, str], Callable[[Field, str], Iterator[Made]]] = {
    ("postgresql.cnpg.io", "Cluster"): _database,
    ("postgresql.cnpg.io", "Pooler"): _pooler,
    ("kafka.strimzi.io", "Kafka"): _kafka,
    ("kafka.strimzi.io", "KafkaUser"): _same_name("Secret"),
    ("apps", "StatefulSet"): _claims,
    ("networking.k8s.io", "Ingress"): _tls,
    ("gateway.networking.k8s.io", "Gateway"): _tls,
    ("cert-manager.io", "Certificate"): _secret_named_at("spec", "secretName"),
    ("external-secrets.io", "ExternalSecret"): _secret_named_at("spec", "target", "name"),
    ("bitnami.com", "SealedSecret"): _same_name("Secret"),
    ("onepassword.com", "OnePasswordItem"): _same_name("Secret"),
    ("secrets.hashicorp.com", "VaultStaticSecret"): _secret_named_at("spec", "destination", "name"),
    ("secrets.hashicorp.com", "VaultDynamicSecret"): _secret_named_at("spec", "destination", "name"),
    ("secrets.hashicorp.com", "VaultPKISecret"): _secret_named_at("spec", "destination", "name"),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"): _synced,
    ("isindir.github.com", "SopsSecret"): _sops_operator,
    ("cdi.kubevirt.io", "DataVolume"): _same_name("PersistentVolumeClaim"),
}
