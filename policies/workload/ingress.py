"""Which hosts an Ingress serves, and which of them by TLS."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.objects import Object
from policies.workload.field import Field

# Controllers that take certificates from elsewhere than spec.tls.
_CERTIFICATES = (
    "alb.ingress.kubernetes.io/certificate-arn",
    "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "networking.gke.io/managed-certificates",
    "traefik.ingress.kubernetes.io/router.tls",
)


@dataclass(frozen=True, slots=True)
class Ingress:
    """`served` are the hosts, "" for requests of any host, each with the field that says so; `secured` those of TLS.

    `any_secured`: TLS is written that names no host, or an annotation brings the certificate: it is for every host.
    """

    served: tuple[tuple[str, str], ...]
    secured: frozenset[str]
    any_secured: bool

    def is_secured(self, host: str) -> bool:
        """Whether TLS is written for a host: by its name, or by a wildcard for its first label."""
        if self.any_secured or not host:
            return self.any_secured or bool(self.secured)
        return host in self.secured or "*." + host.partition(".")[2] in self.secured


def read_ingress(item: Object) -> Ingress:
    """The Ingress that the object is; raises UnreadableError."""
    body = Field(item.body)
    spec = body.at("spec")
    entries = [[host.text() for host in entry.at("hosts").items()] for entry in spec.at("tls").items()]
    annotations = body.at("metadata", "annotations")
    by_annotation = any(annotations.at(key).text() not in ("", "false") for key in _CERTIFICATES)
    return Ingress(
        served=tuple(_served(spec)),
        secured=frozenset(host for hosts in entries for host in hosts),
        any_secured=by_annotation or any(not hosts for hosts in entries),
    )


def _served(spec: Field) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for rule in spec.at("rules").items():
        host = rule.at("host")
        if host.text() not in seen:
            seen.add(host.text())
            yield host.text(), host.pointer
    if not seen:
        yield "", spec.at("tls").pointer
