"""network/dns-allowed: of all policies that select a pod for egress, one lets it look up names."""

from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rules.network.dns_allowed import RULE
from policies.world import World

DNS = "{ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}"
DATABASE = "{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}"
PASS = ["pass NetworkPolicy/n"]
BOTH = "is denied, and port 53 is not allowed by UDP and TCP"


def deployment(name: str = "d", app: str = "a") -> str:
    template = f"{{metadata: {{labels: {{app: {app}}}}}, spec: {{containers: [{{name: c}}]}}}}"
    return f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{template: {template}}}}}\n"


def policy(spec: str, name: str = "n", namespace: str = "default") -> str:
    metadata = f"{{name: {name}, namespace: {namespace}}}"
    return f"---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {metadata}, spec: {spec}}}\n"


def closed(*rules: str, name: str = "n", selector: str = "{}") -> str:
    spec = f"{{podSelector: {selector}, policyTypes: [Egress], egress: [{', '.join(rules)}]}}"
    return policy(spec, name)


def lost(shown: str = "Deployment/d", name: str = "n") -> str:
    return f"fail NetworkPolicy/{name} /spec/egress: egress of {shown} {BOTH}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(deployment() + closed(DATABASE), [lost()], id="only the database"),
        pytest.param(deployment() + closed(DATABASE, DNS), PASS, id="the database and names"),
        pytest.param(deployment() + closed(), [lost()], id="nothing at all"),
        pytest.param(deployment() + policy("{podSelector: {}}"), [], id="egress is not governed"),
        pytest.param(
            deployment() + policy(f"{{podSelector: {{}}, egress: [{DATABASE}]}}"), [lost()], id="governed by its rules"
        ),
        pytest.param(
            deployment() + policy(f"{{podSelector: {{}}, policyTypes: [Ingress], egress: [{DATABASE}]}}"),
            [],
            id="rules that do not count",
        ),
        pytest.param(deployment(), [], id="no policy"),
        pytest.param(closed(DATABASE), [], id="no pods"),
        pytest.param(deployment() + closed(DATABASE, selector="{matchLabels: {app: b}}"), [], id="other pods"),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: true}}\n" + closed(),
            [],
            id="pods of the node's network",
        ),
        pytest.param(
            deployment() + closed() + closed(DNS, name="m"),
            ["pass NetworkPolicy/n", "pass NetworkPolicy/m"],
            id="another policy lets it",
        ),
        pytest.param(
            deployment() + closed() + closed(DATABASE, name="m"), [lost()], id="two that deny: said at the first"
        ),
        pytest.param(
            deployment() + policy("{podSelector: {}}", "i") + closed(DATABASE, name="m"),
            [lost(name="m")],
            id="the first that denies egress",
        ),
        pytest.param(
            deployment()
            + "---\n"
            + deployment("e", "b")
            + closed()
            + closed(DNS, name="m", selector="{matchLabels: {app: b}}"),
            [lost(), "pass NetworkPolicy/m"],
            id="one of two workloads is let",
        ),
        pytest.param(
            "---\n".join(deployment(name) for name in "abc") + closed(),
            [lost("Deployment/a, Deployment/b, Deployment/c")],
            id="three workloads",
        ),
        pytest.param(
            "---\n".join(deployment(name) for name in "abcd") + closed(),
            [lost("Deployment/a, Deployment/b, Deployment/c and 1 more")],
            id="four workloads",
        ),
        pytest.param(
            "---\n".join(deployment(name) for name in "abcde") + closed(),
            [lost("Deployment/a, Deployment/b, Deployment/c and 2 more")],
            id="five workloads",
        ),
        pytest.param(
            deployment() + closed("{ports: [{port: 53, protocol: UDP}]}"),
            [
                "fail NetworkPolicy/n (warning) /spec/egress: "
                "egress of Deployment/d is denied, and port 53 is not allowed by TCP"
            ],
            id="by UDP alone, most names are found",
        ),
        pytest.param(
            deployment() + closed("{ports: [{port: 53}]}"),
            ["fail NetworkPolicy/n /spec/egress: egress of Deployment/d is denied, and port 53 is not allowed by UDP"],
            id="TCP is the default protocol",
        ),
        pytest.param(
            deployment() + closed("{ports: [{port: 53, protocol: UDP}]}") + closed("{ports: [{port: 53}]}", name="m"),
            ["pass NetworkPolicy/n", "pass NetworkPolicy/m"],
            id="each protocol by another policy",
        ),
        pytest.param(
            deployment() + closed("7"),
            ["not evaluated NetworkPolicy/n: /spec/egress/0 is the number 7, not a mapping"],
            id="a rule that can't be read",
        ),
        pytest.param(
            deployment() + closed() + policy("{podSelector: 1}", "m"),
            [
                "not evaluated NetworkPolicy/n: NetworkPolicy/m: /spec/podSelector is the number 1, not a mapping",
                "not evaluated NetworkPolicy/m: /spec/podSelector is the number 1, not a mapping",
            ],
            id="one that can't be read may let it",
        ),
        pytest.param(
            deployment() + closed() + "---\n{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: x}}",
            ["not evaluated NetworkPolicy/n: CiliumNetworkPolicy/x is of a kind that is not read"],
            id="one of another maker may let it",
        ),
        pytest.param(
            deployment()
            + closed(DNS)
            + "---\n{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: x}}",
            PASS,
            id="what is let is let",
        ),
    ],
)
def test_dns_allowed(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(deployment() + closed(), PASS, id="nothing is let out"),
        pytest.param(deployment() + closed(DATABASE), [lost()], id="something is"),
        pytest.param(
            deployment() + closed() + closed(DATABASE, name="m"), [lost()], id="something is, by the second policy"
        ),
    ],
)
def test_isolated_pods_may_pass(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text, {"isolated": "pass"}) == expected


def test_a_finding_on_one_workload_is_about_it() -> None:
    bodies = [*yaml.safe_load_all(deployment() + closed()), *yaml.safe_load_all(deployment("e"))]
    one, two = (tuple(Object(body) for body in bodies[:count]) for count in (2, 3))
    assert [verdict.about for verdict in RULE.judge(World(one), RULE.defaults)] == [one[0]]
    assert [verdict.about for verdict in RULE.judge(World(two), RULE.defaults)] == [None]
