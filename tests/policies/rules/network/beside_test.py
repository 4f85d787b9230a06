"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.network import dns_allowed, route_has_tls


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            dns_allowed.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: n, namespace: default}
spec: {podSelector: {}, policyTypes: [Egress], egress: []}
""",
            {},
            {},
            ["the rule's fix (about Deployment/d)"],
            id="dns-allowed: the rule's fix (about Deployment/d)",
        ),
        pytest.param(
            route_has_tls.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec: {parentRefs: [{name: g, port: 80}], rules: [{}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {listeners: [{name: http, port: 80, protocol: HTTP}, {name: https, port: 443, protocol: HTTPS},
     {name: pass, port: 8443, protocol: TLS}]}
""",
            {},
            {},
            ["Attach the route to a listener with protocol HTTPS, by sectionName."],
            id="route-has-tls: Attach the route to a listener with protocol HTTPS, by sectionName",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
