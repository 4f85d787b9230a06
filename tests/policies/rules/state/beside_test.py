"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.state import backup


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            backup.RULE,
            """
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {instances: 3}
""",
            {},
            {},
            ["Say in spec.backup, or by the Barman Cloud plugin, where backups go, and add a ScheduledBackup."],
            id="backup: Say in spec.backup, or by the Barman Cloud plugin, where backups go, and add a S",
        ),
        pytest.param(
            backup.RULE,
            """
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {instances: 3, backup: {barmanObjectStore: {destinationPath: 's3://a'}}}
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: {name: s, namespace: default}
spec: {cluster: {name: db}, suspend: true}
""",
            {},
            {},
            ["Remove its suspend."],
            id="backup: Remove its suspend",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
