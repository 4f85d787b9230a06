"""references/network-policy-selects-pods: whom a policy is for, and its peers."""

from typing import Any

import pytest

from policies.rules.references.network_policy_selects_pods import RULE

AT = "fail NetworkPolicy/p "
UNKNOWN = ["not evaluated NetworkPolicy/p: its pods are not among the objects judged"]
PASS = ["pass NetworkPolicy/p"]


def policy(spec: str, group: str = "networking.k8s.io/v1", name: str = "p") -> str:
    return f"{{apiVersion: {group}, kind: NetworkPolicy, metadata: {{name: {name}}}, spec: {{{spec}}}}}\n---\n"


def pods(app: str, namespace: str = "default", name: str = "w") -> str:
    return (
        f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}, namespace: {namespace}}}, spec: "
        f"{{template: {{metadata: {{labels: {{app: {app}}}}}, spec: {{containers: [{{name: c}}]}}}}}}}}\n---\n"
    )


def app(name: str) -> str:
    return f"podSelector: {{matchLabels: {{app: {name}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(policy("podSelector: {}"), PASS, id="all pods, even none"),
        pytest.param(policy("ingress: []"), PASS, id="no selector reads as all pods"),
        pytest.param(policy(app("web")) + pods("web"), PASS, id="there"),
        pytest.param(policy(app("web")), UNKNOWN, id="another repository may own the pods"),
        pytest.param(policy(app("web"), name="w") + pods("api"), [UNKNOWN[0].replace("/p", "/w")], id="a namesake"),
        pytest.param(
            policy(app("backend")) + pods("back-end"),
            [AT + "/spec/podSelector: selector app=backend matches no pods: those of Deployment/w have app=back-end"],
            id="misspelt",
        ),
        pytest.param(
            policy(app("web")) + pods("web", "shop"),
            [
                AT + "/spec/podSelector: selector app=web matches no pods in namespace default, but those of "
                "Deployment/w in shop"
            ],
            id="in another namespace",
        ),
        pytest.param(
            policy("podSelector: {matchExpressions: [{key: app, operator: In, values: [b, a]}]}") + pods("a"),
            PASS,
            id="one of two values",
        ),
        pytest.param(
            policy("podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}") + pods("a"),
            UNKNOWN,
            id="all but these",
        ),
        pytest.param(
            policy("podSelector: {matchExpressions: [{key: x, operator: DoesNotExist}]}") + pods("a"),
            PASS,
            id="pods without a label",
        ),
        pytest.param(
            policy("podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: front}}}]}]") + pods("a"),
            PASS,
            id="a peer may come later",
        ),
        pytest.param(
            policy("podSelector: {}, ingress: [{from: [{}, {podSelector: {matchLabels: {app: front}}}]}]")
            + pods("fron"),
            PASS,
            id="too short to be a slip",
        ),
        pytest.param(
            policy("podSelector: {}, ingress: [{from: [{}, {podSelector: {matchLabels: {app: fronts}}}]}]")
            + pods("front"),
            [
                AT + "/spec/ingress/0/from/1/podSelector: selector app=fronts matches no pods: those of Deployment/w "
                "have app=front"
            ],
            id="a misspelt source",
        ),
        pytest.param(
            policy("podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: fronts}}}]}]") + pods("front"),
            [
                AT + "/spec/egress/0/to/0/podSelector: selector app=fronts matches no pods: those of Deployment/w "
                "have app=front"
            ],
            id="a misspelt destination",
        ),
        pytest.param(
            policy(
                "podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: fronts}}, namespaceSelector: "
                "{matchLabels: {kubernetes.io/metadata.name: shop}}}]}]"
            )
            + pods("front", "shop"),
            [
                AT + "/spec/egress/0/to/0/podSelector: selector app=fronts matches no pods: those of Deployment/w "
                "have app=front"
            ],
            id="a misspelt peer in another namespace",
        ),
        pytest.param(
            policy(
                "podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: fronts}}, namespaceSelector: {}}]}]"
            )
            + pods("front"),
            PASS,
            id="a peer in any namespace",
        ),
        pytest.param(
            policy("podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}]") + pods("web", "shop"),
            PASS,
            id="a peer that lives in another namespace as well",
        ),
        pytest.param(policy("podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]"), PASS, id="addresses"),
        pytest.param(policy(app("web"), "crd.projectcalico.org/v1"), [], id="a policy of Calico"),
        pytest.param(
            policy("podSelector: 5"),
            ["not evaluated NetworkPolicy/p: /spec/podSelector is the number 5, not a mapping"],
            id="malformed",
        ),
        pytest.param(
            policy("podSelector: {matchExpressions: [{key: a, operator: Is}]}"),
            [
                "not evaluated NetworkPolicy/p: "
                "/spec/podSelector/matchExpressions/0/operator is no operator of a selector"
            ],
            id="no operator",
        ),
    ],
)
def test_network_policy_selects_pods(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("selector", "shown"),
    [
        ("matchLabels: {app: web, tier: a}", "app=web,tier=a"),
        ("matchExpressions: [{key: app, operator: In, values: [b, a]}]", "app in (a, b)"),
        ("matchExpressions: [{key: app, operator: NotIn, values: [x]}]", "app notin (x)"),
        ("matchExpressions: [{key: zone, operator: Exists}]", "zone"),
        ("matchExpressions: [{key: app, operator: DoesNotExist}]", "!app"),
    ],
)
def test_a_closed_world_shows_the_selector(said: Any, selector: str, shown: str) -> None:
    expected = [AT + f"/spec/podSelector: selector {shown} matches no pods"]
    assert said(RULE, policy(f"podSelector: {{{selector}}}") + pods("x"), facts={"closed": True}) == expected


def test_a_closed_world_waits_for_peers(said: Any) -> None:
    text = policy("podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}]")
    assert said(RULE, text, facts={"closed": True}) == PASS
