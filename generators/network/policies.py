"""NetworkPolicy specs that allow exactly the flows of the table: for the pods of one part, or for every pod."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from generators.network.flows import Flow
from generators.network.peers import EveryPod, Pods

Spec = dict[str, Any]


def policy_spec(pods: Pods, table: Iterable[Flow]) -> Spec:
    """The spec of the policy for `pods`: their rows of the table, both ways. Port numbers and CIDRs stay Sourced."""
    return _spec(pods, tuple(table))


def namespace_policy_spec(table: Iterable[Flow]) -> Spec:
    """The spec for every pod of the namespace: nothing but what every pod may do, which is to look up names."""
    return _spec(EveryPod(), tuple(table))


def _spec(pods: Pods | EveryPod, table: tuple[Flow, ...]) -> Spec:
    spec: Spec = {"podSelector": pods.selector(), "policyTypes": ["Ingress", "Egress"]}
    incoming = [("from", row.source, row) for row in table if row.destination == pods]
    outgoing = [("to", row.destination, row) for row in table if row.source == pods]
    for direction, rows in (("ingress", incoming), ("egress", outgoing)):
        rules = []
        rows.sort(key=lambda row: (row[1].text, row[2].key))
        for (side, peer), group in groupby(rows, key=lambda row: (row[0], row[1])):
            # `ports` comes first in the API's egress rule and in its ingress rule alike.
            rules.append({"ports": [_port(row) for _, _, row in group], side: peer.entries()})
        if rules:
            spec[direction] = rules
    return spec


def _port(row: Flow) -> dict[str, Any]:
    return {"protocol": row.protocol, "port": row.port}
