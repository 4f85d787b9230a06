"""references/priority-class: built-in classes, the cluster's, near misses; a closed namespace says nothing of them."""

from typing import Any

import pytest

from policies.rules.references.priority_class import RULE

AT = "fail Pod/p /spec/priorityClassName: PriorityClass"


def pod(name: str) -> str:
    return (
        "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: c}], "
        f"priorityClassName: {name}}}}}\n---\n"
    )


def priority(name: str, group: str = "scheduling.k8s.io/v1") -> str:
    return f"{{apiVersion: {group}, kind: PriorityClass, metadata: {{name: {name}}}, value: 1}}\n---\n"


@pytest.mark.parametrize("facts", [{}, {"closed": True}], ids=["open", "closed"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod("''"), [], id="none named: not applicable"),
        pytest.param(pod("serving") + priority("serving"), ["pass Pod/p"], id="there"),
        pytest.param(pod("system-cluster-critical"), ["pass Pod/p"], id="built in"),
        pytest.param(pod("system-node-critical"), ["pass Pod/p"], id="built in, for nodes"),
        pytest.param(
            pod("node-critical"),
            [f"{AT}/node-critical is not there, but PriorityClass/system-node-critical is"],
            id="half of a built-in name",
        ),
        pytest.param(
            pod("critical"),
            ["not evaluated Pod/p: PriorityClass/critical is not among the objects judged"],
            id="the cluster may have it",
        ),
        pytest.param(
            pod("servin") + priority("serving"),
            [f"{AT}/servin is not there, but PriorityClass/serving is"],
            id="misspelt",
        ),
        pytest.param(
            pod("serving") + priority("serving", "example.com/v1"),
            ["not evaluated Pod/p: PriorityClass/serving is not among the objects judged"],
            id="another API group",
        ),
        pytest.param(
            pod("[a]"),
            ["not evaluated Pod/p: /spec/priorityClassName is a list, not a text"],
            id="malformed",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: "
            "{priorityClassName: servin}}\n---\n" + priority("serving"),
            [
                "fail Cluster/db /spec/priorityClassName: "
                "PriorityClass/servin is not there, but PriorityClass/serving is"
            ],
            id="a database",
        ),
    ],
)
def test_priority_class(said: Any, text: str, expected: list[str], facts: dict[str, bool]) -> None:
    assert said(RULE, text, facts=facts) == expected
