"""Kubernetes' semantics of NetworkPolicies, one by one. Source: Kubernetes, "Network Policies"; API reference."""

from ipaddress import ip_address
from typing import Any

import pytest

from generators.network.pod_groups import PodGroup
from generators.network.simulation import Simulation
from generators.network.world import End

Body = dict[str, Any]
ANY: list[Body] = [{}]  # one rule that says nothing: everyone, every port


def pod(name: str, namespace: str, labels: dict[str, str], spec: Body | None = None) -> Body:
    metadata = {"name": name, "namespace": namespace, "labels": {"app": name, **labels}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec or {}}


def listening(*ports: tuple[str, int, str]) -> Body:
    named = [{"name": name, "containerPort": number, "protocol": protocol} for name, number, protocol in ports]
    return {"containers": [{"name": "main", "ports": named}]}


WORLD: list[Body] = [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"team": "shop"}}},
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ops", "labels": {"team": "ops", "tier": "inner"}}},
    pod("web", "shop", {"tier": "front"}),
    pod("api", "shop", {"tier": "back"}, listening(("http", 8000, "TCP"), ("stats", 8125, "UDP"))),
    pod("db", "shop", {"tier": "back", "stores": "data"}),
    pod("agent", "shop", {}, {"hostNetwork": True}),
    pod("probe", "ops", {"tier": "front"}),
    pod("robot", "ops", {"tier": "back"}),
]


def policy(name: str, spec: Body, namespace: str = "shop") -> Body:
    metadata = {"name": name, "namespace": namespace}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}


def into(app: str, *rules: Body) -> Body:
    """Ingress of one workload."""
    selector = {"matchLabels": {"app": app}}
    return policy(f"into-{app}", {"podSelector": selector, "policyTypes": ["Ingress"], "ingress": list(rules)})


def out_of(app: str, *rules: Body) -> Body:
    """Egress of one workload."""
    selector = {"matchLabels": {"app": app}}
    return policy(f"out-of-{app}", {"podSelector": selector, "policyTypes": ["Egress"], "egress": list(rules)})


def simulated(*policies: Body) -> Simulation:
    return Simulation([("folder", body) for body in (*WORLD, *policies)], (), "shop")


def end_of(simulation: Simulation, name: str) -> End:
    """A workload by name, or the block of an address."""
    for end in simulation.world.everyone:
        if isinstance(end, PodGroup):
            if end.text == name:
                return end
        elif ":" in name or name[0].isdigit():
            address = ip_address(name)
            if end.version == address.version and end.first <= int(address) <= end.last:
                return end
    raise AssertionError(f"{name} is no end")


def allowed(policies: list[Body], connection: str) -> bool:
    """`web -> api 8000` or `web -> api 53/UDP`."""
    simulation = simulated(*policies)
    source, _, destination, port = connection.split()
    number, _, protocol = port.partition("/")
    ends = (end_of(simulation, source), end_of(simulation, destination))
    return simulation.allows(*ends, int(number), protocol or "TCP")


WEB, BACK = {"matchLabels": {"app": "web"}}, {"matchLabels": {"tier": "back"}}
OPS = {"matchLabels": {"team": "ops"}}


def expression(key: str, operator: str, *values: str) -> Body:
    return {"matchExpressions": [{"key": key, "operator": operator, **({"values": list(values)} if values else {})}]}


@pytest.mark.parametrize(
    ("policies", "yes", "no"),
    [
        pytest.param(
            [],
            ["web -> api 1", "probe -> api 1", "8.8.8.8 -> api 1", "api -> 8.8.8.8 1"],
            [],
            id="without a policy everything is allowed",
        ),
        pytest.param(
            [into("api")],
            ["api -> db 1", "web -> db 1"],
            ["web -> api 1", "probe -> api 1", "8.8.8.8 -> api 1"],
            id="a pod that a policy selects is isolated, in that direction alone, and nobody else is",
        ),
        pytest.param(
            [out_of("api")],
            ["web -> api 1"],
            ["api -> db 1", "api -> probe 1", "api -> 8.8.8.8 1"],
            id="egress is isolated on its own",
        ),
        pytest.param(
            [policy("all", {"podSelector": {}})],
            [],
            ["web -> api 1", "api -> db 1", "probe -> web 1"],
            id="an empty podSelector selects every pod of the namespace",
        ),
        pytest.param([policy("all", {})], [], ["web -> api 1"], id="an absent podSelector does so too"),
        pytest.param(
            [policy("all", {"podSelector": {}})],
            ["web -> probe 1", "api -> robot 1"],
            [],
            id="and none of another namespace",
        ),
        pytest.param(
            [policy("ops", {"podSelector": {}}, "ops")],
            ["web -> api 1", "probe -> api 1"],
            ["api -> probe 1"],
            id="a policy governs its own namespace",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": WEB}]}), into("api", {"from": [{"podSelector": BACK}]})],
            ["web -> api 1", "db -> api 1"],
            ["probe -> api 1"],
            id="policies add up: what one allows is allowed",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": WEB}]}), out_of("web")],
            [],
            ["web -> api 1"],
            id="the destination alone does not decide: the source must let it out",
        ),
        pytest.param(
            [into("api"), out_of("web", *ANY)],
            ["web -> db 1"],
            ["web -> api 1"],
            id="the source alone does not decide: the destination must let it in",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": WEB}]}), out_of("web", {"to": [{"podSelector": BACK}]})],
            ["web -> api 1"],
            ["db -> api 1", "web -> probe 1"],
            id="both sides agree",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": BACK}]})],
            ["db -> api 1"],
            ["robot -> api 1", "web -> api 1"],
            id="a podSelector alone means pods of the policy's own namespace",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": OPS}]})],
            ["probe -> api 1", "robot -> api 1"],
            ["web -> api 1", "8.8.8.8 -> api 1"],
            id="a namespaceSelector alone means every pod of these namespaces",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": OPS, "podSelector": BACK}]})],
            ["robot -> api 1"],
            ["probe -> api 1", "db -> api 1"],
            id="both in one peer: pods with both",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": OPS}, {"podSelector": BACK}]})],
            ["robot -> api 1", "probe -> api 1", "db -> api 1"],
            ["web -> api 1"],
            id="in two peers: pods with either",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": {}}]})],
            ["web -> api 1", "db -> api 1"],
            ["probe -> api 1"],
            id="an empty podSelector in a peer: every pod of the own namespace",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": {}}]})],
            ["web -> api 1", "probe -> api 1"],
            ["8.8.8.8 -> api 1"],
            id="an empty namespaceSelector: every pod of every namespace, but no address",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": {}, "podSelector": BACK}]})],
            ["db -> api 1", "robot -> api 1"],
            ["web -> api 1"],
            id="an empty namespaceSelector with a podSelector",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ops"}}}]})],
            ["probe -> api 1"],
            ["web -> api 1"],
            id="each namespace has its name as a label",
        ),
        pytest.param(
            [into("api", {"from": [{}]})],
            [],
            ["web -> api 1", "8.8.8.8 -> api 1"],
            id="a peer that says nothing means nobody",
        ),
        pytest.param(
            [into("api", *ANY)],
            ["web -> api 1", "probe -> api 9/SCTP", "8.8.8.8 -> api 1"],
            [],
            id="an absent `from` means everyone, absent ports every port",
        ),
        pytest.param(
            [into("api", {"from": [], "ports": []})],
            ["web -> api 1", "8.8.8.8 -> api 7/UDP"],
            [],
            id="empty lists of a rule mean the same as absent ones",
        ),
        pytest.param(
            [out_of("web", {"to": None, "ports": None})],
            ["web -> api 1", "web -> 8.8.8.8 1"],
            [],
            id="and so does null",
        ),
        pytest.param(
            [policy("p", {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": []})],
            [],
            ["web -> api 1"],
            id="an empty list of rules allows nothing",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": expression("tier", "In", "front", "middle")}]})],
            ["web -> api 1"],
            ["db -> api 1"],
            id="In: one of the values",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": expression("stores", "NotIn", "data")}]})],
            ["web -> api 1"],
            ["db -> api 1"],
            id="NotIn: another value, or no such label",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": expression("stores", "Exists")}]})],
            ["db -> api 1"],
            ["web -> api 1"],
            id="Exists: the label with any value",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": expression("stores", "DoesNotExist")}]})],
            ["web -> api 1"],
            ["db -> api 1"],
            id="DoesNotExist: no such label",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": {**BACK, **expression("stores", "Exists")}}]})],
            ["db -> api 1"],
            ["web -> api 1"],
            id="matchLabels and matchExpressions must both hold",
        ),
        pytest.param(
            [policy("p", {"podSelector": expression("tier", "NotIn", "front")})],
            ["db -> web 1"],
            ["web -> api 1", "web -> db 1"],
            id="expressions select the pods that a policy governs too",
        ),
        pytest.param(
            [into("api", {"from": [{"namespaceSelector": expression("tier", "Exists")}]})],
            ["probe -> api 1"],
            ["web -> api 1"],
            id="expressions on namespaces",
        ),
        pytest.param(
            [out_of("api", {"to": [{"ipBlock": {"cidr": "203.0.113.0/24"}}]})],
            ["api -> 203.0.113.0 1", "api -> 203.0.113.255 1"],
            ["api -> 203.0.114.0 1", "api -> 203.0.112.255 1", "api -> db 1", "api -> 2001:db8::1 1"],
            id="an ipBlock means addresses outside, from the first to the last",
        ),
        pytest.param(
            [out_of("api", {"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "192.168.0.0/16"]}}]})],
            ["api -> 9.255.255.255 1", "api -> 11.0.0.0 1", "api -> 255.255.255.255 1"],
            ["api -> 10.0.0.0 1", "api -> 10.255.255.255 1", "api -> 192.168.7.7 1", "api -> ::1 1"],
            id="`except` takes addresses out again",
        ),
        pytest.param(
            [
                out_of(
                    "api",
                    {
                        "to": [
                            {"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}},
                            {"ipBlock": {"cidr": "10.1.0.0/16"}},
                        ]
                    },
                )
            ],
            ["api -> 10.1.2.3 1"],
            ["api -> 10.2.0.0 1"],
            id="`except` takes nothing from another peer",
        ),
        pytest.param(
            [into("api", {"from": [{"ipBlock": {"cidr": "2001:db8::/32"}}]})],
            ["2001:db8::1 -> api 1"],
            ["2001:db9::1 -> api 1", "8.8.8.8 -> api 1"],
            id="IPv6",
        ),
        pytest.param(
            [into("api", {"ports": [{"port": 8000}]})],
            ["web -> api 8000"],
            ["web -> api 8001", "web -> api 8000/UDP"],
            id="a port is one of TCP unless the rule says otherwise",
        ),
        pytest.param(
            [into("api", {"ports": [{"port": 53, "protocol": "UDP"}]})],
            ["web -> api 53/UDP"],
            ["web -> api 53"],
            id="a protocol",
        ),
        pytest.param(
            [into("api", {"ports": [{"protocol": "SCTP"}]})],
            ["web -> api 1/SCTP", "web -> api 65535/SCTP"],
            ["web -> api 1"],
            id="a protocol without a port: all of its ports",
        ),
        pytest.param(
            [into("api", {"ports": [{"port": 8000, "endPort": 8010}]})],
            ["web -> api 8000", "web -> api 8010"],
            ["web -> api 7999", "web -> api 8011"],
            id="endPort ends a range and belongs to it",
        ),
        pytest.param(
            [into("api", {"ports": [{"port": "http"}]})],
            ["web -> api 8000"],
            ["web -> api 8001"],
            id="a named port is looked up in the containers of the destination",
        ),
        pytest.param(
            [into("api", {"ports": [{"port": "stats", "protocol": "UDP"}, {"port": "stats"}]})],
            ["web -> api 8125/UDP"],
            ["web -> api 8125"],
            id="with its protocol",
        ),
        pytest.param(
            [out_of("web", {"ports": [{"port": "http"}]})],
            ["web -> api 8000"],
            ["web -> db 8000", "web -> api 1"],
            id="in egress too, for each destination on its own",
        ),
        pytest.param(
            [into("db", {"ports": [{"port": "http"}]})],
            [],
            ["web -> db 8000"],
            id="a name that no container has opens nothing",
        ),
        pytest.param(
            [out_of("web", {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": "http"}]})],
            [],
            ["web -> 8.8.8.8 80"],
            id="an address has no named ports",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": WEB}], "ports": [{"port": 1}]}, {"ports": [{"port": 2}]})],
            ["web -> api 1", "db -> api 2"],
            ["db -> api 1"],
            id="ports and peers hold within one rule",
        ),
        pytest.param(
            [policy("p", {"podSelector": WEB, "ingress": ANY})],
            ["web -> api 1", "api -> web 1"],
            [],
            id="without policyTypes: ingress",
        ),
        pytest.param(
            [policy("p", {"podSelector": WEB})],
            ["web -> api 1"],
            ["api -> web 1"],
            id="without policyTypes: ingress, even without a rule",
        ),
        pytest.param(
            [policy("p", {"podSelector": WEB, "egress": [{"to": [{"podSelector": BACK}]}]})],
            ["web -> api 1"],
            ["api -> web 1", "web -> probe 1"],
            id="without policyTypes: egress if it has a rule, and ingress",
        ),
        pytest.param(
            [policy("p", {"podSelector": WEB, "egress": []})],
            ["web -> api 1"],
            ["api -> web 1"],
            id="without policyTypes: no egress if its list is empty",
        ),
        pytest.param(
            [policy("p", {"podSelector": WEB, "policyTypes": ["Egress"], "ingress": [], "egress": ANY})],
            ["api -> web 1", "web -> api 1"],
            [],
            id="policyTypes: what it leaves out is not governed",
        ),
        pytest.param(
            [policy("p", {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})],
            ["agent -> probe 1", "probe -> agent 1", "agent -> 8.8.8.8 1"],
            ["agent -> web 1", "web -> agent 1"],
            id="a pod on its node's network is governed by no policy",
        ),
        pytest.param(
            [into("api", {"from": [{"podSelector": {}}]})],
            ["web -> api 1"],
            ["agent -> api 1"],
            id="and found by no selector of pods",
        ),
    ],
)
def test_semantics(policies: list[Body], yes: list[str], no: list[str]) -> None:
    assert [each for each in [*yes, *no] if allowed(policies, each)] == yes


def test_an_operator_that_kubernetes_does_not_know_selects_nothing() -> None:
    assert not allowed([into("api", {"from": [{"podSelector": expression("tier", "Near", "front")}]})], "web -> api 1")
