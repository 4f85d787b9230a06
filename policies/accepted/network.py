"""Services, routes and network policies: validation of core/v1, networking.k8s.io/v1, and of Gateway API."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from policies.accepted.checks import (
    between,
    fits,
    needs,
    one_of,
    optional,
    shown,
    together,
    unique,
)
from policies.accepted.names import (
    DNS_LABEL,
    LABELS,
    SELECTOR,
    port,
)
from policies.accepted.pods import below
from policies.accepted.table import Found, Table

_PROTOCOL = one_of("TCP", "UDP", "SCTP")


def _cidr(value: Any) -> Iterator[Found]:
    if not isinstance(value, str):
        return
    try:
        ip_network(value, strict=False)
        known = "/" in value
    except ValueError:
        known = False
    if not known:
        yield (), f"is {shown(value)}, must be a block of addresses such as 10.0.0.0/8"


def _peer(value: Any) -> Iterator[Found]:
    said = [
        key for key in ("podSelector", "namespaceSelector") if isinstance(value, dict) and value.get(key) is not None
    ]
    if isinstance(value, dict) and not said and value.get("ipBlock") is None:
        yield (), "names no peer: one of podSelector, namespaceSelector, ipBlock"
    elif said and value.get("ipBlock") is not None:
        yield ("ipBlock",), f"is written beside {said[0]}, only one may be"


def _service(value: Any) -> Iterator[Found]:
    """Ports, of which a headless service and a name for another need none."""
    if not isinstance(value, dict):
        return
    ports = value.get("ports")
    if not ports and value.get("clusterIP") != "None" and value.get("type") != "ExternalName":
        yield ("ports",), "is empty, must hold at least one element"
    for index, each in enumerate(ports if isinstance(ports, list) and len(ports) > 1 else ()):
        if isinstance(each, dict) and not each.get("name"):
            yield ("ports", index, "name"), "is not written, which a Service of several ports demands"


def _two_at_most(value: Any) -> Iterator[Found]:
    if isinstance(value, list) and len(value) > 2:
        yield (), f"has {len(value)} elements, at most 2 are allowed"


NETWORK_POLICY: Table = {
    **below("spec/podSelector", SELECTOR),
    "spec/policyTypes": _two_at_most,
    "spec/policyTypes/*": one_of("Ingress", "Egress"),
    **{
        f"spec/{way}/*/{path}": check
        for way, peers in (("ingress", "from"), ("egress", "to"))
        for path, check in {
            "ports/*/protocol": _PROTOCOL,
            "ports/*/port": port,
            "ports/*/endPort": between(1, 65535),
            f"{peers}/*": _peer,
            f"{peers}/*/ipBlock/cidr": _cidr,
            f"{peers}/*/ipBlock/except/*": _cidr,
            f"{peers}/*/ipBlock": needs("cidr"),
            **below(f"{peers}/*/podSelector", SELECTOR),
            **below(f"{peers}/*/namespaceSelector", SELECTOR),
        }.items()
    },
}
SERVICE: Table = {
    "": needs("spec"),
    "spec": _service,
    "spec/type": one_of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"),
    "spec/clusterIP": fits(r"None||[0-9a-fA-F.:]+", 63, "None or an address"),
    "spec/sessionAffinity": one_of("None", "ClientIP"),
    "spec/ports": together(unique("port", "protocol", protocol="TCP"), unique("name")),
    "spec/ports/*": needs("port"),
    "spec/ports/*/name": optional(DNS_LABEL),
    "spec/ports/*/port": between(1, 65535),
    "spec/ports/*/nodePort": between(0, 65535),
    "spec/ports/*/targetPort": port,
    "spec/ports/*/protocol": _PROTOCOL,
    **below("spec/selector", LABELS),
    "spec/ipFamilyPolicy": one_of("SingleStack", "PreferDualStack", "RequireDualStack"),
    "spec/internalTrafficPolicy": one_of("Cluster", "Local"),
    "spec/externalTrafficPolicy": one_of("Cluster", "Local"),
}

_MATCH_TYPES = ("Exact", "PathPrefix")


def _path_match(value: Any) -> Iterator[Found]:
    """The validations of HTTPPathMatch in the definition of HTTPRoute."""
    path = value.get("value", "/") if isinstance(value, dict) else None
    if isinstance(path, str) and value.get("type", "PathPrefix") in _MATCH_TYPES:
        if not path.startswith("/"):
            yield ("value",), f"is {shown(path)}, must start with `/`"
        elif "//" in path or "/./" in path or "/../" in path or path.endswith(("/..", "/.")) or "#" in path:
            yield ("value",), f"is {shown(path)}, must have no `//`, `/./`, `/../` and `#`"


HTTP_ROUTE: Table = {
    "spec/parentRefs": unique(
        *("group", "kind", "namespace", "name", "sectionName", "port"),
        **dict.fromkeys(("group", "kind"), "-"),
        namespace="",
        sectionName="",
        port="",
    ),
    "spec/rules/*/matches/*/path": _path_match,
}
