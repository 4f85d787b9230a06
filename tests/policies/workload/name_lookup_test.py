"""Which egress rules let names be looked up, and by what protocol."""

import pytest
import yaml

from policies.workload.field import Field, UnreadableError
from policies.workload.name_lookup import lookups

DNS_PORTS = "ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]"
SYSTEM = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}"
KUBE_DNS = "{podSelector: {matchLabels: {k8s-app: kube-dns}}, namespaceSelector: {}}"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param("{}", "TCP UDP", id="everything"),
        pytest.param("{to: [], ports: []}", "TCP UDP", id="to all, on all ports"),
        pytest.param(f"{{{DNS_PORTS}}}", "TCP UDP", id="port 53 anywhere"),
        pytest.param("{ports: [{port: 53, protocol: UDP}]}", "UDP", id="by UDP"),
        pytest.param("{ports: [{port: 53}]}", "TCP", id="TCP is the default"),
        pytest.param("{ports: [{port: dns, protocol: UDP}, {port: dns-tcp}]}", "TCP UDP", id="ports by name"),
        pytest.param("{ports: [{port: domain, protocol: UDP}]}", "UDP", id="the name that IANA gives it"),
        pytest.param("{ports: [{port: dns-udp, protocol: UDP}]}", "UDP", id="another name"),
        pytest.param("{ports: [{endPort: 60}]}", "", id="a span that begins nowhere"),
        pytest.param("{to: [{ipBlock: {cidr: 10.0.0.0/31}}]}", "TCP UDP", id="a block of two"),
        pytest.param("{ports: [{port: web}]}", "", id="a name of something else"),
        pytest.param("{ports: [{port: 443}]}", "", id="another port"),
        pytest.param("{ports: [{protocol: UDP}]}", "UDP", id="all ports by UDP"),
        pytest.param("{ports: [{port: 1, endPort: 65535}]}", "TCP", id="a span"),
        pytest.param("{ports: [{port: 53, endPort: 60, protocol: UDP}]}", "UDP", id="a span that begins at 53"),
        pytest.param("{ports: [{port: 40, endPort: 53}]}", "TCP", id="a span that ends at 53"),
        pytest.param("{ports: [{port: 40, endPort: 52}]}", "", id="a span below"),
        pytest.param("{ports: [{port: 54, endPort: 60}]}", "", id="a span above"),
        pytest.param(f"{{to: [{KUBE_DNS}], {DNS_PORTS}}}", "TCP UDP", id="kube-dns"),
        pytest.param(f"{{to: [{KUBE_DNS}]}}", "TCP UDP", id="all ports of kube-dns"),
        pytest.param(
            f"{{to: [{KUBE_DNS}], ports: [{{port: 8053, protocol: UDP}}]}}",
            "UDP",
            id="the port that its pods listen at",
        ),
        pytest.param(
            "{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: openshift-dns}}}], "
            "ports: [{port: 5353, protocol: UDP}, {port: 5353}]}",
            "TCP UDP",
            id="a namespace called after DNS",
        ),
        pytest.param(f"{{to: [{SYSTEM}]}}", "TCP UDP", id="all of kube-system"),
        pytest.param(f"{{to: [{SYSTEM}], ports: [{{port: 443}}]}}", "", id="another port of kube-system"),
        pytest.param(
            "{to: [{namespaceSelector: {matchLabels: {name: kube-system}}}]}",
            "TCP UDP",
            id="kube-system by another label",
        ),
        pytest.param("{to: [{namespaceSelector: {}}]}", "TCP UDP", id="all namespaces"),
        pytest.param(
            "{to: [{namespaceSelector: {matchExpressions: "
            "[{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}}]}",
            "",
            id="all namespaces but kube-system",
        ),
        pytest.param("{to: [{namespaceSelector: {matchLabels: {team: shop}}}]}", "", id="some namespaces"),
        pytest.param(
            "{to: [{namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}]}", "", id="some pods anywhere"
        ),
        pytest.param("{to: [{namespaceSelector: {}, podSelector: {}}]}", "TCP UDP", id="all pods anywhere"),
        pytest.param("{to: [{podSelector: {}}]}", "", id="all pods of the own namespace"),
        pytest.param(f"{{to: [{{podSelector: {{}}}}], {DNS_PORTS}}}", "TCP UDP", id="a resolver of one's own"),
        pytest.param("{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}", "TCP UDP", id="all addresses"),
        pytest.param("{to: [{ipBlock: {cidr: 10.0.0.1/8}}]}", "TCP UDP", id="a block, with bits of a host"),
        pytest.param("{to: [{ipBlock: {cidr: 10.0.0.1/32}}]}", "", id="one address"),
        pytest.param("{to: [{ipBlock: {cidr: 'fd00::1/128'}}]}", "", id="one address of version 6"),
        pytest.param("{to: [{ipBlock: {cidr: 'fd00::/8'}}]}", "TCP UDP", id="a block of version 6"),
        pytest.param("{to: [{ipBlock: {cidr: 169.254.20.10/32}}]}", "TCP UDP", id="the node's cache"),
        pytest.param(
            f"{{to: [{{ipBlock: {{cidr: 10.0.0.1/32}}}}], {DNS_PORTS}}}", "TCP UDP", id="port 53 of one address"
        ),
        pytest.param("{to: [{ipBlock: {cidr: nonsense}}]}", "", id="no address"),
        pytest.param(
            "{to: [{podSelector: {matchLabels: {app: db}}}, {namespaceSelector: {}}]}", "TCP UDP", id="one peer"
        ),
        pytest.param("{ports: [{port: [53]}, {port: {}}]}", "", id="ports of wrong types"),
    ],
)
def test_lookups(rule: str, expected: str) -> None:
    assert " ".join(sorted(lookups(Field(yaml.safe_load(rule), "/r")))) == expected


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        pytest.param("{to: 1}", "/r/to is the number 1, not a list", id="peers"),
        pytest.param("{to: [{podSelector: 1}]}", "/r/to/0/podSelector is the number 1, not a mapping", id="a selector"),
        pytest.param(
            "{ports: [{port: 53, protocol: 1}]}", "/r/ports/0/protocol is the number 1, not a text", id="a protocol"
        ),
        pytest.param("{ports: [{port: a, endPort: 60}]}", "/r/ports/0/port is a text, not a whole number", id="a span"),
    ],
)
def test_a_wrong_type_is_told(rule: str, sentence: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        lookups(Field(yaml.safe_load(rule), "/r"))
    assert str(caught.value) == sentence
