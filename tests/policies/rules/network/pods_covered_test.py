"""network/pods-covered: some policy selects the pods, for each direction that is asked for."""

from typing import Any

import pytest

from policies.rules.network.pods_covered import RULE

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}}
"""
PASS = ["pass Deployment/d"]
OPEN = ["fail Deployment/d /spec/template/metadata/labels: no NetworkPolicy governs ingress of its pods"]


def policy(spec: str, name: str = "n", namespace: str = "default") -> str:
    metadata = f"{{name: {name}, namespace: {namespace}}}"
    return f"---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {metadata}, spec: {spec}}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(DEPLOYMENT, OPEN, id="no policy"),
        pytest.param(DEPLOYMENT + policy("{podSelector: {}}"), PASS, id="one for all pods"),
        pytest.param(DEPLOYMENT + policy("{podSelector: {matchLabels: {app: a}}}"), PASS, id="one for these"),
        pytest.param(DEPLOYMENT + policy("{podSelector: {matchLabels: {app: b}}}"), OPEN, id="one for others"),
        pytest.param(
            DEPLOYMENT + policy("{podSelector: {matchExpressions: [{key: app, operator: In, values: [b, a]}]}}"),
            PASS,
            id="an expression",
        ),
        pytest.param(
            DEPLOYMENT + policy("{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}}"),
            OPEN,
            id="an expression that leaves them out",
        ),
        pytest.param(DEPLOYMENT + policy("{podSelector: {}, policyTypes: [Egress]}"), OPEN, id="only for egress"),
        pytest.param(DEPLOYMENT + policy("{podSelector: {}, ingress: [{}]}"), PASS, id="whatever it lets through"),
        pytest.param(DEPLOYMENT + policy("{podSelector: {}}", namespace="x"), OPEN, id="one of another namespace"),
        pytest.param(
            DEPLOYMENT + policy("{podSelector: []}"),
            ["not evaluated Deployment/d: NetworkPolicy/n: /spec/podSelector is a list, not a mapping"],
            id="one that can't be read",
        ),
        pytest.param(
            DEPLOYMENT + "---\n{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: x}}",
            ["not evaluated Deployment/d: CiliumNetworkPolicy/x is of a kind that is not read"],
            id="one of another maker",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: []}}",
            ["fail Pod/p /metadata/labels: no NetworkPolicy governs ingress of its pods"],
            id="a pod",
        ),
        pytest.param(
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: c}, "
            "spec: {jobTemplate: {spec: {template: {spec: {}}}}}}",
            [
                "fail CronJob/c /spec/jobTemplate/spec/template/metadata/labels: "
                "no NetworkPolicy governs ingress of its pods"
            ],
            id="a CronJob",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: true}}", [], id="the node's network"
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: false}}",
            ["fail Pod/p /metadata/labels: no NetworkPolicy governs ingress of its pods"],
            id="not the node's network",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {}}",
            ["fail Cluster/db /metadata/name: no NetworkPolicy governs ingress of its pods"],
            id="a database",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {}}\n"
            + policy("{podSelector: {matchLabels: {cnpg.io/cluster: db}}}"),
            ["pass Cluster/db"],
            id="a database, by its operator's label",
        ),
    ],
)
def test_pods_covered(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("policies", "missing"),
    [
        pytest.param(policy("{podSelector: {}, policyTypes: [Ingress, Egress]}"), "", id="one for both"),
        pytest.param(
            policy("{podSelector: {}}") + policy("{podSelector: {}, policyTypes: [Egress]}", "m"), "", id="one for each"
        ),
        pytest.param(policy("{podSelector: {}}"), "egress", id="ingress alone"),
        pytest.param(policy("{podSelector: {}, policyTypes: [Egress]}"), "ingress", id="egress alone"),
        pytest.param("", "ingress and egress", id="none"),
    ],
)
def test_egress_too(said: Any, policies: str, missing: str) -> None:
    failure = f"fail Deployment/d /spec/template/metadata/labels: no NetworkPolicy governs {missing} of its pods"
    assert said(RULE, DEPLOYMENT + policies, {"egress": True}) == ([failure] if missing else PASS)
