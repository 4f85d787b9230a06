"""disruption/budget-present: which workloads need a budget, and which budget is theirs."""

from typing import Any

import pytest

from policies.rules.disruption.budget_present import RULE

PASS = ["pass Deployment/d"]


def workload(spec: str = "replicas: 2, ", kind: str = "Deployment", group: str = "apps/v1") -> str:
    template = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}"
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: d}}, spec: {{{spec}{template}}}}}"


def budget(spec: str, namespace: str = "default") -> str:
    return f"""
---
{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: b, namespace: {namespace}}}, spec: {{{spec}}}}}
"""


def hpa(minimum: str) -> str:
    return f"""
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: h}}
spec: {{minReplicas: {minimum}, maxReplicas: 10, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: d}}}}
"""


def missing(least: int, kind: str = "Deployment") -> list[str]:
    return [f"fail {kind}/d /metadata/name: no PodDisruptionBudget selects its pods, and it runs at least {least}"]


SELECTOR = "maxUnavailable: 1, selector: {matchLabels: {app: a}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(workload() + budget(SELECTOR), {}, PASS, id="a budget"),
        pytest.param(workload(), {}, missing(2), id="no budget"),
        pytest.param(workload("replicas: 1, "), {}, PASS, id="one replica needs none"),
        pytest.param(workload(""), {}, PASS, id="replicas absent are 1"),
        pytest.param(workload("replicas: 1, "), {"from_replicas": 1}, missing(1), id="unless told so"),
        pytest.param(workload("") + hpa("3"), {}, missing(3), id="the autoscaler's minimum counts"),
        pytest.param(workload() + hpa("1"), {}, PASS, id="not the replicas beside it"),
        pytest.param(
            workload("") + hpa("many"),
            {},
            ["not evaluated Deployment/d: HorizontalPodAutoscaler/h: /spec/minReplicas is a text, not a whole number"],
            id="an autoscaler that can't be read",
        ),
        pytest.param(workload() + budget(SELECTOR, "other"), {}, missing(2), id="a budget of another namespace"),
        pytest.param(workload() + budget("maxUnavailable: 1"), {}, missing(2), id="one that selects nothing"),
        pytest.param(workload() + budget("maxUnavailable: 1, selector: {}"), {}, PASS, id="one that selects all"),
        pytest.param(
            workload() + budget("selector: {matchLabels: {app: a}}"),
            {},
            ["not evaluated Deployment/d: PodDisruptionBudget/b can't be read"],
            id="a budget that can't be read may be the one",
        ),
        pytest.param(
            workload() + budget("selector: {matchLabels: {app: a}}", "other"), {}, missing(2), id="not elsewhere"
        ),
        *(
            pytest.param(workload(kind=kind, group=group), {}, missing(2, kind), id=kind)
            for kind, group in (
                ("StatefulSet", "apps/v1"),
                ("ReplicaSet", "apps/v1"),
                ("Rollout", "argoproj.io/v1alpha1"),
            )
        ),
        pytest.param(workload("parallelism: 2, ", "Job", "batch/v1"), {}, [], id="a Job is not asked"),
        pytest.param(workload(), {"kinds": ("StatefulSet",)}, [], id="nor what is not told"),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}",
            {},
            ["not evaluated Deployment/d: /spec/template/spec is missing"],
            id="no pod",
        ),
    ],
)
def test_budget_present(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_a_singleton_needs_none() -> None:
    assert RULE.singleton_waives
