"""The generated policies, simulated over all pairs: what the table allows gets through, and nothing else.

The simulator follows the NetworkPolicy documentation: a pod that no policy of a direction selects is open in it; else a
connection needs one rule of one of these policies, and both ends must agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.network.flows import Flow, flows
from generators.network.peers import (
    NAMESPACE,
    Addresses,
    Elsewhere,
    EveryPod,
    Peer,
    Pods,
    migration_pods_of,
    pods_of,
)
from generators.network.policies import namespace_policy_spec, policy_spec
from generators.platform.values import (
    Cluster,
    Component,
    DatabaseUse,
    Egress,
    External,
    Gateway,
    KubernetesVersion,
    Platform,
    Port,
    Route,
    Sourced,
)

HOME = "ai-train-prod"
SERVES = {"web": 8080, "api": 8000, "model-server": 8501, "postgres": 5432, "redis": 6379}
KEPT_ELSEWHERE = External("managed.example.org", None, None, ("203.0.113.0/28", "192.0.2.8/32"), "/external")
Policy = Mapping[str, Any]


@dataclass(frozen=True)
class End:
    """A pod with its namespace and labels, or an address outside where there is no namespace."""

    name: str
    namespace: str = ""
    labels: frozenset[tuple[str, str]] = frozenset()
    address: str = "198.51.100.7"


def plain(value: Any) -> Any:
    return value.value if isinstance(value, Sourced) else value


def selects(selector: Mapping[str, Any], labels: frozenset[tuple[str, str]]) -> bool:
    return set(selector.get("matchLabels", {}).items()) <= labels


def entry_matches(entry: Mapping[str, Any], end: End) -> bool:
    if "ipBlock" in entry:
        network = ip_network(plain(entry["ipBlock"]["cidr"]))
        return not end.namespace and ip_address(end.address) in network
    if not end.namespace:
        return False
    if "namespaceSelector" in entry:
        if not selects(entry["namespaceSelector"], frozenset({(NAMESPACE, end.namespace)})):
            return False
    elif end.namespace != HOME:
        return False
    return "podSelector" not in entry or selects(entry["podSelector"], end.labels)


def side_allows(policies: list[Policy], here: End, there: End, direction: str, port: int, protocol: str) -> bool:
    if here.namespace != HOME:
        return True
    applying = [p for p in policies if selects(p["podSelector"], here.labels) and direction in p["policyTypes"]]
    key, side = (direction.lower(), "from" if direction == "Ingress" else "to")
    return not applying or any(
        any(entry_matches(entry, there) for entry in rule[side])
        and any(plain(each["port"]) == port and each["protocol"] == protocol for each in rule["ports"])
        for policy in applying
        for rule in policy.get(key, [])
    )


def reaches(policies: list[Policy], source: End, destination: End, port: int, protocol: str) -> bool:
    return side_allows(policies, source, destination, "Egress", port, protocol) and side_allows(
        policies, destination, source, "Ingress", port, protocol
    )


def is_peer(peer: Peer, end: End) -> bool:
    if isinstance(peer, Addresses):
        return not end.namespace and any(ip_address(end.address) in ip_network(plain(cidr)) for cidr in peer.cidrs)
    if isinstance(peer, Elsewhere):
        return end.namespace == peer.namespace and (peer.label is None or (peer.label, peer.value) in end.labels)
    if isinstance(peer, EveryPod):
        return end.namespace == HOME
    return end.namespace == HOME and (peer.label, peer.value) in end.labels


def intended(table: tuple[Flow, ...], source: End, destination: End, port: int, protocol: str) -> bool:
    return any(
        is_peer(row.source, source) and is_peer(row.destination, destination)
        for row in table
        if (row.number, row.protocol) == (port, protocol)
    )


def ports(component: Component) -> tuple[Port, ...]:
    return component.ports or (Port("http", Sourced(SERVES[component.type], component.source)),)


@st.composite
def platforms(draw: st.DrawFn) -> Platform:
    """Any platform of up to six components that need only what comes before them."""
    components: list[Component] = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(sorted(SERVES)))
        source = f"/components/c{number}"
        needs = draw(st.sets(st.sampled_from([c.name for c in components]))) if components else set()
        egress = draw(st.lists(st.sampled_from(("203.0.113.0/24", "192.0.2.8/32")), max_size=2, unique=True))
        components.append(
            Component(
                f"c{number}",
                kind,
                source,
                ports=draw(st.sampled_from(((), (Port("metrics", Sourced(9000 + number, f"{source}/ports/0")),)))),
                needs=tuple(Sourced(need, source) for need in sorted(needs)),
                routes=(Route(Sourced("learn", source), Sourced("/", source)),) if draw(st.booleans()) else (),
                egress=tuple(Egress(f"h{i}", 443 + i, (cidr,), source) for i, cidr in enumerate(egress)),
                external=KEPT_ELSEWHERE if kind in ("postgres", "redis") and draw(st.booleans()) else None,
                database_use=DatabaseUse(None, (Sourced("migrate", source),), source) if kind == "api" else None,
            )
        )
    provides = draw(st.sets(st.sampled_from(("prometheus", "gateway"))))
    gateway = Gateway("public", "gateway-system", None, "gateway-system") if "gateway" in provides else None
    cluster = Cluster(frozenset(provides), gateway, ("10.0.0.1/32",), "monitoring", "cnpg-system")
    return Platform("ai-train", KubernetesVersion(1, 35), "r", "main", cluster, tuple(components), ())


def ends_of(platform: Platform) -> list[End]:
    inside = [pods for c in platform.components for pods in (pods_of(c), migration_pods_of(c))]
    pods = [End(each.value, HOME, frozenset({(each.label, each.value)})) for each in inside]
    dns = End("dns", "kube-system", frozenset({("k8s-app", "kube-dns")}))
    cache = End("cache", "kube-system", frozenset({("k8s-app", "node-local-dns")}))
    names = ("gateway-system", "monitoring", "cnpg-system", "kube-system", "another-platform")
    others = [End(name, name, frozenset({("app.kubernetes.io/name", "c0")})) for name in names]
    addresses = ("169.254.20.10", "169.254.169.254", "10.0.0.1", "203.0.113.9", "192.0.2.8", "198.51.100.7")
    return [*pods, dns, cache, *others, *(End(address, address=address) for address in addresses)]


def policies_of(platform: Platform, table: tuple[Flow, ...]) -> list[Policy]:
    parts: list[Pods] = []
    for component in platform.components:
        parts += [pods_of(component), migration_pods_of(component)]
    return [namespace_policy_spec(table), *(policy_spec(part, table) for part in parts)]


@settings(max_examples=60, deadline=None)
@given(platforms())
def test_exactly_the_table_gets_through(platform: Platform) -> None:
    table = flows(platform, platform.components, ports)
    policies = policies_of(platform, table)
    questions = {(row.number, row.protocol) for row in table} | {(22, "TCP"), (53, "UDP"), (8000, "UDP")}
    ends = ends_of(platform)
    for source in ends:
        for destination in ends:
            if HOME not in (source.namespace, destination.namespace):
                continue
            for port, protocol in questions:
                allowed = reaches(policies, source, destination, port, protocol)
                assert allowed == intended(table, source, destination, port, protocol), (
                    source.name,
                    destination.name,
                    port,
                )


@settings(max_examples=30, deadline=None)
@given(platforms(), st.randoms(use_true_random=False))
def test_the_policies_do_not_depend_on_any_order(platform: Platform, random: Any) -> None:
    shuffled = list(platform.components)
    random.shuffle(shuffled)
    other = replace(platform, components=tuple(shuffled))
    table = flows(platform, platform.components, ports)
    assert policies_of(platform, table) == policies_of(platform, flows(other, other.components, ports))
