"""Whether an egress rule lets pods look up names: port 53, by UDP and by TCP."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from policies.workload.field import Field
from policies.workload.selector import Requirement, Selector, read_selector

UDP, TCP = "UDP", "TCP"
_PORT = 53
_NAMES = frozenset({"dns", "dns-tcp", "dns-udp", "domain"})
_SYSTEM = {"kubernetes.io/metadata.name": "kube-system"}
_NODE_LOCAL = ip_address("169.254.20.10")


def lookups(rule: Field) -> frozenset[str]:
    """The protocols by which an egress rule lets names be looked up; raises UnreadableError.

    Port 53 counts to whatever peer: it may be a resolver of one's own. All ports count to peers among which a resolver
    may be, and any port counts to pods that are called after DNS: a policy speaks of the port that the pod listens at.
    """
    peers = list(rule.at("to").items())
    reaches_any = not peers or any([_may_resolve(peer) for peer in peers])
    named = any([_is_called_dns(peer) for peer in peers])
    ports = list(rule.at("ports").items())
    if not ports:
        return frozenset({UDP, TCP}) if reaches_any else frozenset()
    return frozenset(
        port.at("protocol").text() or TCP for port in ports if named or _is_dns(port) or (reaches_any and _covers(port))
    )


def _is_dns(port: Field) -> bool:
    written = port.at("port").value
    return written in _NAMES if isinstance(written, str) else written == _PORT


def _covers(port: Field) -> bool:
    """Whether all ports are meant, or a span that begins below port 53 and reaches it."""
    first, last = port.at("port"), port.at("endPort").integer()
    if last is None:
        return first.value is None
    number = first.integer()
    return number is not None and number < _PORT <= last


def _may_resolve(peer: Field) -> bool:
    block = peer.at("ipBlock", "cidr").text()
    if block:
        return _may_hold_resolver(block)
    namespaces = read_selector(peer.at("namespaceSelector"))
    if _is_called_dns(peer):
        return True
    if namespaces is None or (read_selector(peer.at("podSelector")) or Selector(())).requirements:
        return False
    return namespaces.matches(_SYSTEM) or "kube-system" in _values(namespaces.requirements)


def _may_hold_resolver(block: str) -> bool:
    """Whether a resolver may have an address of the block: not if it is a single one, save that of the node's cache."""
    try:
        network = ip_network(block, strict=False)
    except ValueError:
        return False
    return network.num_addresses > 1 or _NODE_LOCAL in network


def _is_called_dns(peer: Field) -> bool:
    return any("dns" in value for value in _values(_requirements(peer)))


def _requirements(peer: Field) -> Iterator[Requirement]:
    for key in ("podSelector", "namespaceSelector"):
        yield from (read_selector(peer.at(key)) or Selector(())).requirements


def _values(requirements: Iterator[Requirement] | tuple[Requirement, ...]) -> frozenset[str]:
    """The values that labels may have, of lines that ask for one of some."""
    return frozenset(value for each in requirements if each.operator == "In" for value in each.values)
