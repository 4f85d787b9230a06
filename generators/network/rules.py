"""NetworkPolicies as they are built, read with the API's defaults.

Source: Kubernetes, "Network Policies"; API reference, `NetworkPolicySpec`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from generators.network.pod_groups import DEFAULT_NAMESPACE
from generators.network.port_spans import EVERY_PORT, LAST_PORT, Span
from generators.network.selector import Selector
from manifests import pointer
from manifests.identity import Identity, identity_of

Body = Mapping[str, Any]
INGRESS, EGRESS = "ingress", "egress"
_SIDES = {INGRESS: "from", EGRESS: "to"}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One peer of one rule of a policy, or (without `peer`) a rule for everyone. `field` is its JSON pointer.

    `names` are ports by name, each with its protocol: what they mean is for the destination to say.
    """

    identity: Identity
    directory: str
    field: str
    peer: Body | None
    spans: frozenset[Span]
    names: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A NetworkPolicy: whom it governs, and for each direction that it governs, what it allows."""

    identity: Identity
    namespace: str
    selector: Selector
    rules: Mapping[str, tuple[Rule, ...]]


def policies_among(objects: Iterable[tuple[str, Body]]) -> Iterator[Policy]:
    """The NetworkPolicies among (directory, body)."""
    for directory, body in objects:
        if body["kind"] == "NetworkPolicy" and body["apiVersion"] == "networking.k8s.io/v1":
            identity = identity_of(body)
            spec = body.get("spec") or {}
            rules = {way: tuple(_rules(spec, way, identity, directory)) for way in _directions(spec)}
            yield Policy(identity, identity.namespace or DEFAULT_NAMESPACE, spec.get("podSelector") or {}, rules)


def _directions(spec: Body) -> tuple[str, ...]:
    """Without `policyTypes`: ingress always, and egress if there is an egress rule."""
    if types := spec.get("policyTypes"):
        return tuple(way for way, name in ((INGRESS, "Ingress"), (EGRESS, "Egress")) if name in types)
    return (INGRESS, EGRESS) if spec.get("egress") else (INGRESS,)


def _rules(spec: Body, way: str, identity: Identity, directory: str) -> Iterator[Rule]:
    side = _SIDES[way]
    for index, rule in enumerate(spec.get(way) or ()):
        spans, names = _ports((rule or {}).get("ports"))
        peers = (rule or {}).get(side)
        if not peers:  # absent or empty: everyone
            yield Rule(identity, directory, pointer.join("spec", way, index), None, spans, names)
        for number, peer in enumerate(peers or ()):
            field = pointer.join("spec", way, index, side, number)
            yield Rule(identity, directory, field, peer, spans, names)


def _ports(ports: Iterable[Body] | None) -> tuple[frozenset[Span], frozenset[tuple[str, str]]]:
    if not ports:  # absent or empty: every port
        return EVERY_PORT, frozenset()
    spans: set[Span] = set()
    names: set[tuple[str, str]] = set()
    for each in ports:
        protocol, port = each.get("protocol") or "TCP", each.get("port")
        if isinstance(port, str):
            names.add((port, protocol))
        elif port is None:
            spans.add(Span(protocol, 1, LAST_PORT))
        else:
            spans.add(Span(protocol, port, each.get("endPort") or port))
    return frozenset(spans), frozenset(names)


def cidrs_of(peer: Body) -> tuple[str, ...]:
    """Every CIDR that a peer names."""
    block = peer.get("ipBlock") or {}
    return (block["cidr"], *(block.get("except") or ())) if block else ()


def unreadable(policies: Iterable[Policy]) -> Iterator[tuple[Rule, str]]:
    """The rules that cannot be simulated, because a CIDR is none; schemas take any text for one."""
    for policy in policies:
        for rule in (rule for rules in policy.rules.values() for rule in rules):
            for cidr in cidrs_of(rule.peer or {}):
                try:
                    ip_network(cidr, strict=False)
                except ValueError:
                    yield rule, cidr
