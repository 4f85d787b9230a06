"""The intended flows of one environment, as one table: everything that is not in it is denied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generators.network.peers import Addresses, Elsewhere, EveryPod, Peer, Pods, migration_pods_of, pods_of
from generators.platform.values import Component, Platform, Port, Sourced

Ports = Callable[[Component], tuple[Port, ...]]
"""The ports that a component listens on: its own or its type's."""

INSTANCE_STATUS = 8000
DATABASE_METRICS = 9187
API_SERVER = (443, 6443)  # before and after the Service's address is translated: plugins differ in when they look
DNS: tuple[Peer, ...] = (
    Elsewhere("kube-system", "k8s-app", "kube-dns"),
    Elsewhere("kube-system", "k8s-app", "node-local-dns"),
    Addresses("NodeLocal DNSCache", ("169.254.20.10/32",)),
)
"""The cluster's DNS, and the cache of it that some clusters have on each node.

The cache listens on the node's network, where a label alone finds it with few plugins: its address is there too.
Source: kubernetes cluster/addons/dns/nodelocaldns/README.md. Where there is none, both match nothing.
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """`source` may open connections to `port` of `destination`, and why."""

    source: Peer
    destination: Peer
    port: Sourced[int] | int
    protocol: str
    why: str

    @property
    def number(self) -> int:
        """The port as a plain number."""
        return self.port.value if isinstance(self.port, Sourced) else self.port

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What to sort by."""
        return self.source.text, self.destination.text, self.number, self.protocol


def flows(platform: Platform, components: Iterable[Component], ports: Ports) -> tuple[Flow, ...]:
    """The table of the environment with these components (or of the base), sorted, one row for each port and pair.

    KeyError if a component needs one that is not among them.
    """
    table = tuple(components)
    by_name = {component.name: component for component in table}
    old_names = {component.successor: component for component in table if component.successor}
    rows = list(_names())
    for component in table:
        needed = [by_name[need.value] for need in component.needs]
        # Pods that began before the new name was there call the old one until they are replaced.
        needed += [old_names[each.name] for each in needed if each.name in old_names]
        rows += _needs(component, needed, ports)
        rows += _migration(component, needed, ports)
        if component.external is not None:
            continue  # it has no pods here
        rows += _routes(component, platform, ports)
        rows += _metrics(component, platform, ports)
        rows += _outside(component)
        if component.type == "postgres":
            rows += _database(component, platform, ports)
    unique = {(row.source, row.destination, row.number, row.protocol): row for row in reversed(rows)}
    return tuple(sorted(unique.values(), key=lambda row: row.key))


def _names() -> Iterator[Flow]:
    for server in DNS:
        for protocol in ("UDP", "TCP"):
            yield Flow(EveryPod(), server, 53, protocol, "names are looked up")


def _needs(component: Component, needed: Iterable[Component], ports: Ports) -> Iterator[Flow]:
    for each in needed:
        for port in ports(each):
            why = f"{component.name} needs {each.name}"
            yield Flow(pods_of(component), _place_of(each), port.number, "TCP", why)


def _migration(component: Component, needed: Iterable[Component], ports: Ports) -> Iterator[Flow]:
    if not component.migrates:
        return
    for each in needed:
        if each.type == "postgres":
            for port in ports(each):
                why = f"the migration of {component.name} changes {each.name}"
                yield Flow(migration_pods_of(component), _place_of(each), port.number, "TCP", why)


def _place_of(component: Component) -> Pods | Addresses:
    """Its pods, or where the one is that somebody else keeps."""
    external = component.external
    if external is None:
        return pods_of(component)
    return Addresses(external.host, tuple(Sourced(cidr, external.source) for cidr in external.cidrs))


def _routes(component: Component, platform: Platform, ports: Ports) -> Iterator[Flow]:
    gateway = platform.cluster.gateway
    if gateway is None or not component.routes:
        return
    port = _named(ports(component), "http") or ports(component)[0]
    source = Elsewhere(gateway.proxies_namespace)
    yield Flow(source, pods_of(component), port.number, "TCP", f"the gateway serves the routes of {component.name}")


def _metrics(component: Component, platform: Platform, ports: Ports) -> Iterator[Flow]:
    """The port named `metrics`, or where the type is known to have them. No other port is opened to Prometheus."""
    if "prometheus" not in platform.cluster.provides:
        return
    named = _named(ports(component), "metrics")
    if named is None and component.type == "model-server":
        named = _named(ports(component), "http")  # TensorFlow Serving has its metrics beside its REST interface
    number = named.number if named else DATABASE_METRICS if component.type == "postgres" else None
    if number is not None:
        source = Elsewhere(platform.cluster.monitoring_namespace)
        yield Flow(source, pods_of(component), number, "TCP", f"Prometheus reads the metrics of {component.name}")


def _outside(component: Component) -> Iterator[Flow]:
    for egress in component.egress:
        if not egress.cidrs:
            continue  # an empty `to` would mean everywhere
        cidrs = tuple(Sourced(cidr, egress.source) for cidr in egress.cidrs)
        why = f"{component.name} calls {egress.host}"
        port = Sourced(egress.port, egress.source)
        yield Flow(pods_of(component), Addresses(egress.host, cidrs), port, "TCP", why)


def _database(component: Component, platform: Platform, ports: Ports) -> Iterator[Flow]:
    """Instances replicate from each other and tell the API server how they are; their operator asks them directly.

    Source: CloudNativePG's documentation, "Networking": the operator must reach ports 8000 and 5432 of every pod, and
    the pods each other. The instance manager's own traffic to the API server cannot be named by a label.
    """
    pods = pods_of(component)
    operator = Elsewhere(platform.cluster.database_operator_namespace)
    listening: list[Sourced[int] | int] = [*(port.number for port in ports(component)), INSTANCE_STATUS]
    for port in listening:
        yield Flow(pods, pods, port, "TCP", f"the instances of {component.name} replicate")
        yield Flow(operator, pods, port, "TCP", f"the operator looks after {component.name}")
    if platform.cluster.api_server:
        cidrs = tuple(Sourced(cidr, "/cluster/api_server") for cidr in platform.cluster.api_server)
        for number in API_SERVER:
            why = f"the instances of {component.name} report to the API server"
            yield Flow(pods, Addresses("API server", cidrs), number, "TCP", why)


def _named(ports: Iterable[Port], name: str) -> Port | None:
    return next((port for port in ports if port.name == name), None)
