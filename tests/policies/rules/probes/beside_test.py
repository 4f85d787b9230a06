"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.probes import port_declared, startup_budget


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            port_declared.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {spec: {containers: [{name: c, livenessProbe: {httpGet: {port: '80'}}}]}}}
""",
            {},
            {},
            ["Write the number without quotes."],
            id="port-declared: Write the number without quotes",
        ),
        pytest.param(
            port_declared.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {spec: {containers: [{name: c, livenessProbe: {httpGet: {port: http}}}, {name: e, ports: [
             {name: http, containerPort: 80}]}]}}}
""",
            {},
            {},
            ["A port's name holds in its own container alone: write the number."],
            id="port-declared: A port's name holds in its own container alone: write the number",
        ),
        pytest.param(
            startup_budget.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {roadstead.dev/loads-within: 31s}}
spec: {template: {spec: {containers: [{name: c, livenessProbe: {tcpSocket: {port: 1}}}]}}}
""",
            {},
            {},
            ["Write a startupProbe that waits for it."],
            id="startup-budget: Write a startupProbe that waits for it",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
