"""The keys of `cluster`: what every cluster brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from generators.platform.fault import Fault
from generators.platform.record import Fields, record
from generators.platform.sequence import list_of
from generators.platform.shape import Key, Shape
from generators.platform.shapes.name import LABEL, SUBDOMAIN
from generators.platform.shapes.network import CIDR
from generators.platform.shapes.text import one_of
from generators.platform.values import Cluster, Gateway, Sourced

CAPABILITIES: Final = ("metrics-server", "gateway", "cloudnative-pg", "gpu-metric", "prometheus")

PROVIDES: Final = Key(
    "provides",
    list_of(one_of(*CAPABILITIES), "capabilities", lambda each: each.value),
    "Controllers that are there, so that objects may rely on them.",
    "provides: [metrics-server, gateway]",
)
NAME: Final = Key("name", SUBDOMAIN, "The Gateway's name.", "name: public")
NAMESPACE: Final = Key("namespace", LABEL, "The namespace it lies in.", "namespace: gateway-system")
LISTENER: Final = Key(
    "listener",
    SUBDOMAIN,
    "The one listener that routes attach to; every listener if absent, a plain one too.",
    "listener: https",
)
PROXIES_NAMESPACE: Final = Key(
    "proxies_namespace",
    LABEL,
    "Where its proxies run, which the network policies let in; the Gateway's own namespace if absent.",
    "proxies_namespace: envoy-gateway-system",
)


def _gateway(fields: Fields) -> Gateway:
    namespace = fields.plain(NAMESPACE, "")
    return Gateway(
        fields.plain(NAME, ""),
        namespace,
        listener=fields.plain(LISTENER, "") or None,
        proxies_namespace=fields.plain(PROXIES_NAMESPACE, namespace),
    )


def _lies_in(example: str) -> Shape[Sourced[str]]:
    namespace = replace(NAMESPACE, example=f"namespace: {example}")
    return record((namespace,), lambda fields: fields.of(namespace) or Sourced("", fields.source), ("namespace",))


GATEWAY: Final = Key(
    "gateway",
    record((NAME, NAMESPACE, LISTENER, PROXIES_NAMESPACE), _gateway, ("name", "namespace")),
    "The Gateway that routes attach to.",
    "gateway: {name: public, namespace: gateway-system}",
)
API_SERVER: Final = Key(
    "api_server",
    list_of(CIDR, "address ranges", lambda cidr: cidr.value),
    "Where the Kubernetes API is, for pods that call it.",
    "api_server: [10.0.0.1/32]",
)
MONITORING: Final = Key(
    "monitoring",
    _lies_in("monitoring"),
    "Where metrics are collected from; `monitoring` if absent.",
    "monitoring: {namespace: monitoring}",
)
DATABASE_OPERATOR: Final = Key(
    "database_operator",
    _lies_in("cnpg-system"),
    "Where CloudNativePG runs; `cnpg-system` if absent.",
    "database_operator: {namespace: cnpg-system}",
)


def _cluster(fields: Fields) -> Cluster:
    return Cluster(
        provides=frozenset(each.value for each in fields.all(PROVIDES)),
        gateway=fields.of(GATEWAY),
        api_server=tuple(sorted(each.value for each in fields.all(API_SERVER))),
        monitoring_namespace=fields.plain(MONITORING, "monitoring"),
        database_operator_namespace=fields.plain(DATABASE_OPERATOR, "cnpg-system"),
    )


def _gateway_is_named(fields: Fields) -> Iterator[Fault]:
    if any(each.value == "gateway" for each in fields.all(PROVIDES)) and "gateway" not in fields.said:
        yield Fault(
            fields.source,
            "provides a gateway, found no key `gateway` that names it",
            f"write for example `{GATEWAY.example}`",
        )


CLUSTER: Final = Key(
    "cluster",
    record((PROVIDES, GATEWAY, API_SERVER, MONITORING, DATABASE_OPERATOR), _cluster, checks=(_gateway_is_named,)),
    "What every cluster brings.",
    "cluster: {provides: [metrics-server]}",
)
