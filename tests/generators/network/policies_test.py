"""The specs of NetworkPolicies, as text a reviewer reads."""

from generators.network.flows import DNS, Flow
from generators.network.peers import DATABASE, NAME, Addresses, Elsewhere, EveryPod, Pods
from generators.network.policies import namespace_policy_spec, policy_spec
from generators.platform.values import Sourced

BACKEND = Pods(NAME, "backend")
POSTGRES = Pods(DATABASE, "postgres")
PORT = Sourced(8000, "/components/backend/ports/0")
CIDR = Sourced("203.0.113.0/24", "/components/backend/egress/0")
TABLE = (
    Flow(BACKEND, Addresses("payments.example.com", (CIDR,)), 443, "TCP", ""),
    Flow(BACKEND, POSTGRES, 5432, "TCP", ""),
    *(Flow(EveryPod(), server, 53, protocol, "") for server in DNS for protocol in ("TCP", "UDP")),
    Flow(Elsewhere("gateway-system"), BACKEND, PORT, "TCP", ""),
)


def test_a_part_gets_its_rows_both_ways_and_keeps_their_sources() -> None:
    assert policy_spec(BACKEND, TABLE) == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "backend"}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "ports": [{"protocol": "TCP", "port": PORT}],
                "from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateway-system"}}}],
            }
        ],
        "egress": [
            {"ports": [{"protocol": "TCP", "port": 443}], "to": [{"ipBlock": {"cidr": CIDR}}]},
            {
                "ports": [{"protocol": "TCP", "port": 5432}],
                "to": [{"podSelector": {"matchLabels": {"cnpg.io/cluster": "postgres"}}}],
            },
        ],
    }


def test_a_database_is_found_by_its_operators_label() -> None:
    assert policy_spec(POSTGRES, TABLE) == {
        "podSelector": {"matchLabels": {"cnpg.io/cluster": "postgres"}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "ports": [{"protocol": "TCP", "port": 5432}],
                "from": [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "backend"}}}],
            }
        ],
    }


def test_the_namespace_denies_everything_but_names() -> None:
    ports = [{"protocol": "TCP", "port": 53}, {"protocol": "UDP", "port": 53}]
    system = {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}
    assert namespace_policy_spec(TABLE) == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        "egress": [
            {"ports": ports, "to": [{"ipBlock": {"cidr": "169.254.20.10/32"}}]},
            *(
                {
                    "ports": ports,
                    "to": [{"namespaceSelector": system, "podSelector": {"matchLabels": {"k8s-app": name}}}],
                }
                for name in ("kube-dns", "node-local-dns")
            ),
        ],
    }
