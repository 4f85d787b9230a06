"""network/default-deny: a policy selects every pod and does not let everything through."""

from typing import Any

import pytest

from policies.rules.network.default_deny import RULE

POD = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c}]}}"
SPACE = "{apiVersion: v1, kind: Namespace, metadata: {name: default}}"
PASS = ["pass Pod/p"]
OPEN = ["fail Pod/p /metadata/namespace: no NetworkPolicy denies ingress to all pods of namespace default by default"]


def policy(spec: str, name: str = "n", namespace: str = "default", group: str = "networking.k8s.io") -> str:
    metadata = f"{{name: {name}, namespace: {namespace}}}"
    return f"{{apiVersion: {group}/v1, kind: NetworkPolicy, metadata: {metadata}, spec: {spec}}}"


def joined(*documents: str) -> str:
    return "\n---\n".join(documents)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(POD, OPEN, id="no policy"),
        pytest.param(
            joined(POD, SPACE),
            [
                "fail Namespace/default /metadata/name: "
                "no NetworkPolicy denies ingress to all pods of namespace default by default"
            ],
            id="said of the namespace where it is written",
        ),
        pytest.param(
            joined(POD, "{apiVersion: a/v1, kind: Namespace, metadata: {name: default}}"),
            OPEN,
            id="another group's kind of that name",
        ),
        pytest.param(SPACE, [], id="a namespace without workloads"),
        pytest.param(
            joined(POD, policy("{podSelector: {}, policyTypes: [Ingress]}")), PASS, id="a policy for all pods"
        ),
        pytest.param(joined(POD, policy("{podSelector: {}}")), PASS, id="ingress is what is meant without types"),
        pytest.param(joined(POD, policy("{}")), PASS, id="an absent selector selects all"),
        pytest.param(
            joined(POD, policy("{podSelector: {}, policyTypes: []}")), PASS, id="no types are as none written"
        ),
        pytest.param(joined(POD, policy("{podSelector: {}, policyTypes: [Egress]}")), OPEN, id="the other direction"),
        pytest.param(joined(POD, policy("{podSelector: {matchLabels: {app: a}}}")), OPEN, id="some pods"),
        pytest.param(
            joined(POD, policy("{podSelector: {matchExpressions: [{key: a, operator: Exists}]}}")),
            OPEN,
            id="some pods, by an expression",
        ),
        pytest.param(joined(POD, policy("{podSelector: {}, ingress: [{}]}")), OPEN, id="everything is let through"),
        pytest.param(
            joined(POD, policy("{podSelector: {}, ingress: [{from: [], ports: []}]}")),
            OPEN,
            id="from all, to all ports",
        ),
        pytest.param(joined(POD, policy("{podSelector: {}, ingress: [null]}")), OPEN, id="a rule that is null"),
        pytest.param(
            joined(POD, policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}, {}]}")),
            OPEN,
            id="by the second rule",
        ),
        pytest.param(
            joined(POD, policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}")), PASS, id="from some"
        ),
        pytest.param(
            joined(POD, policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}]}")), PASS, id="to some ports"
        ),
        pytest.param(
            joined(POD, policy("{podSelector: {}}", namespace="other")), OPEN, id="a policy of another namespace"
        ),
        pytest.param(
            joined(POD, policy("{podSelector: {}}", group="example.com")), OPEN, id="another group's kind of policy"
        ),
        pytest.param(
            joined(POD, policy("{podSelector: {matchLabels: {app: a}}}", "m"), policy("{podSelector: {}}")),
            PASS,
            id="one of two policies",
        ),
        pytest.param(
            joined(POD, policy("{podSelector: 7}")),
            ["not evaluated Pod/p: NetworkPolicy/n: /spec/podSelector is the number 7, not a mapping"],
            id="a policy that can't be read",
        ),
        pytest.param(
            joined(POD, policy("{podSelector: 7}"), policy("{podSelector: {}}", "m")),
            PASS,
            id="beside one that is enough",
        ),
        pytest.param(
            joined(POD, policy("{podSelector: {}, ingress: [7]}")),
            ["not evaluated Pod/p: NetworkPolicy/n: /spec/ingress/0 is the number 7, not a mapping"],
            id="a rule that can't be read",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: true}}", [], id="the node's network"
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: 7}}",
            OPEN,
            id="a pod of which little is known",
        ),
        pytest.param(
            joined(POD, POD.replace("name: p", "name: q, namespace: shop"), POD.replace("name: p", "name: r")),
            [
                *OPEN,
                "fail Pod/q /metadata/namespace: "
                "no NetworkPolicy denies ingress to all pods of namespace shop by default",
            ],
            id="each namespace once",
        ),
    ],
)
def test_default_deny(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("spec", "missing"),
    [
        pytest.param("{podSelector: {}, policyTypes: [Ingress, Egress]}", "", id="both"),
        pytest.param("{podSelector: {}, egress: [{ports: [{port: 53}]}]}", "", id="egress by its rules"),
        pytest.param("{podSelector: {}, egress: [{to: [{podSelector: {}}]}]}", "", id="egress to some"),
        pytest.param("{podSelector: {}}", "egress", id="ingress alone"),
        pytest.param("{podSelector: {}, policyTypes: [Egress]}", "ingress", id="egress alone"),
        pytest.param("{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]}", "egress", id="egress is open"),
        pytest.param("{podSelector: {matchLabels: {a: b}}}", "ingress and egress", id="neither"),
    ],
)
def test_egress_too(said: Any, spec: str, missing: str) -> None:
    message = f"no NetworkPolicy denies {missing} to all pods of namespace default by default"
    expected = [f"fail Pod/p /metadata/namespace: {message}"] if missing else PASS
    assert said(RULE, joined(POD, policy(spec)), {"egress": True}) == expected


@pytest.mark.parametrize(
    ("group", "kind", "namespace", "known"),
    [
        ("cilium.io/v2", "CiliumNetworkPolicy", "default", False),
        ("cilium.io/v2", "CiliumNetworkPolicy", "other", True),
        ("projectcalico.org/v3", "NetworkPolicy", "default", False),
        ("crd.projectcalico.org/v1", "NetworkPolicy", "default", False),
        ("crd.antrea.io/v1beta1", "NetworkPolicy", "default", False),
        ("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "other", False),
        ("projectcalico.org/v3", "GlobalNetworkPolicy", "other", False),
        ("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "other", False),
        ("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", "other", False),
        ("policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy", "other", False),
        ("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy", "other", False),
        ("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", "other", False),
        ("example.com/v1", "CiliumNetworkPolicy", "default", True),
    ],
)
def test_policies_of_other_makers_may_deny_it(said: Any, group: str, kind: str, namespace: str, known: bool) -> None:
    other = f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: o, namespace: {namespace}}}}}"
    unknown = [f"not evaluated Pod/p: {kind}/o is of a kind that is not read"]
    assert said(RULE, joined(POD, other)) == (OPEN if known else unknown)
