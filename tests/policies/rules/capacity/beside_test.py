"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.capacity import pool, quota


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            pool.RULE,
            """
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {instances: 3, resources: {requests: {cpu: 1, memory: 1Gi}}}
""",
            {},
            {"cpu": 3},
            ["the rule's fix (about Cluster/db)"],
            id="pool: the rule's fix (about Cluster/db)",
        ),
        pytest.param(
            quota.RULE,
            """
apiVersion: v1
kind: ResourceQuota
metadata: {name: q}
spec: {hard: {limits.cpu: 99, requests.cpu: 99}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 3, template: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}}
""",
            {},
            {},
            ["Write it in each container, or in a LimitRange."],
            id="quota: Write it in each container, or in a LimitRange",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
