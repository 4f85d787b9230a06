"""disruption/budget-allows-eviction: the disruption controller's arithmetic at the least load."""

from typing import Any

import pytest

from policies.rules.disruption.budget_allows_eviction import RULE


def budget(demand: str, name: str = "b", selector: str = "{matchLabels: {app: a}}") -> str:
    return f"""
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: {name}}}
spec: {{{demand}, selector: {selector}}}
"""


def workload(replicas: int | None, name: str = "d", kind: str = "Deployment") -> str:
    group = "batch/v1" if kind == "Job" else "apps/v1"
    own = "" if replicas is None else f"replicas: {replicas}, "
    template = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}"
    return f"""
---
{{apiVersion: {group}, kind: {kind}, metadata: {{name: {name}}}, spec: {{{own}{template}}}}}
"""


def hpa(minimum: int) -> str:
    return f"""
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: h}}
spec: {{minReplicas: {minimum}, maxReplicas: 10, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: d}}}}
"""


LOW, HIGH = "fail PodDisruptionBudget/b /spec/minAvailable: ", "fail PodDisruptionBudget/b /spec/maxUnavailable: "
PASS = ["pass PodDisruptionBudget/b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(budget("maxUnavailable: 1") + workload(2), PASS, id="one of two may go"),
        pytest.param(budget("maxUnavailable: 1") + workload(1), PASS, id="one of one may go"),
        pytest.param(
            budget("maxUnavailable: 0") + workload(9),
            [HIGH + "maxUnavailable 0 allows no eviction at 9 pods, the least that Deployment/d runs"],
            id="none may go",
        ),
        pytest.param(
            budget("maxUnavailable: 0%") + workload(9),
            [HIGH + "maxUnavailable 0% allows no eviction at 9 pods, the least that Deployment/d runs"],
            id="none per cent may go",
        ),
        pytest.param(budget("maxUnavailable: 1%") + workload(2), PASS, id="1 % of 2 rounds up to 1"),
        pytest.param(budget("minAvailable: 1") + workload(2), PASS, id="one of two must stay"),
        pytest.param(
            budget("minAvailable: 2") + workload(2),
            [LOW + "minAvailable 2 allows no eviction at 2 pods, the least that Deployment/d runs"],
            id="both must stay",
        ),
        pytest.param(
            budget("minAvailable: 1") + workload(None),
            [LOW + "minAvailable 1 allows no eviction at 1 pod, the least that Deployment/d runs"],
            id="replicas absent are 1",
        ),
        pytest.param(budget("minAvailable: 50%") + workload(2), PASS, id="50 % of 2 is 1"),
        pytest.param(budget("minAvailable: 67%") + workload(4), PASS, id="67 % of 4 rounds up to 3"),
        pytest.param(
            budget("minAvailable: 67%") + workload(3),
            [LOW + "minAvailable 67% allows no eviction at 3 pods, the least that Deployment/d runs"],
            id="67 % of 3 rounds up to 3",
        ),
        pytest.param(
            budget("minAvailable: 2") + workload(5) + hpa(2),
            [LOW + "minAvailable 2 allows no eviction at 2 pods, the least that Deployment/d runs"],
            id="the autoscaler's minimum counts",
        ),
        pytest.param(budget("minAvailable: 2") + workload(None) + hpa(3), PASS, id="not the absent replicas"),
        pytest.param(budget("minAvailable: 0") + workload(1), PASS, id="nothing must stay"),
        pytest.param(budget("minAvailable: 3") + workload(0), PASS, id="nothing runs"),
        pytest.param(
            budget("minAvailable: 2") + workload(1) + workload(2, "e"), PASS, id="two workloads of a selector add up"
        ),
        pytest.param(
            budget("minAvailable: 3") + workload(1) + workload(2, "e"),
            [LOW + "minAvailable 3 allows no eviction at 3 pods, the least that Deployment/d and Deployment/e run"],
            id="and are told together",
        ),
        pytest.param(
            budget("maxUnavailable: 1", "a") + budget("maxUnavailable: 1") + workload(3),
            [
                "pass PodDisruptionBudget/a",
                "fail PodDisruptionBudget/b /spec/selector: the pods of Deployment/d have PodDisruptionBudget/a too, "
                "and Kubernetes evicts no pod with two budgets",
            ],
            id="two budgets over the same pods",
        ),
        pytest.param(budget("minAvailable: 9", selector="{matchLabels: {app: x}}") + workload(1), [], id="other pods"),
        pytest.param(
            budget("minAvailable: 1", selector="{}") + workload(1),
            [LOW + "minAvailable 1 allows no eviction at 1 pod, the least that Deployment/d runs"],
            id="an empty selector selects all",
        ),
        pytest.param(budget("minAvailable: 1", selector="null") + workload(1), [], id="an absent one selects none"),
        pytest.param(
            budget("minAvailable: 1", selector="{matchExpressions: [{key: app, operator: Exists}]}") + workload(1),
            [LOW + "minAvailable 1 allows no eviction at 1 pod, the least that Deployment/d runs"],
            id="an expression",
        ),
        pytest.param(
            budget("maxUnavailable: 1") + workload(None, kind="DaemonSet"),
            [HIGH + "maxUnavailable 1 allows no eviction: Kubernetes can't ask DaemonSet/d how many pods it wants"],
            id="a kind without a scale",
        ),
        pytest.param(
            budget("minAvailable: 1") + workload(None, kind="Job"),
            ["not evaluated PodDisruptionBudget/b: how many pods Job/d runs at a time is not written in it"],
            id="a number of pods that is not known",
        ),
        pytest.param(
            budget("minAvailable: 1, maxUnavailable: 1") + workload(2),
            [
                "not evaluated PodDisruptionBudget/b: "
                "both of /spec/minAvailable and /spec/maxUnavailable, not exactly one"
            ],
            id="both fields",
        ),
        pytest.param(
            budget("minAvailable: some", "a") + budget("maxUnavailable: 0") + workload(2),
            [
                "not evaluated PodDisruptionBudget/a: /spec/minAvailable is a text, not a whole number or a percentage",
                HIGH + "maxUnavailable 0 allows no eviction at 2 pods, the least that Deployment/d runs",
            ],
            id="one that can't be read hides no other",
        ),
        pytest.param(
            budget("maxUnavailable: 0", "a") + budget("maxUnavailable: 0") + workload(2),
            [
                "fail PodDisruptionBudget/a /spec/maxUnavailable: "
                "maxUnavailable 0 allows no eviction at 2 pods, the least that Deployment/d runs",
                "fail PodDisruptionBudget/b /spec/selector: the pods of Deployment/d have PodDisruptionBudget/a too, "
                "and Kubernetes evicts no pod with two budgets",
            ],
            id="a second budget is one finding",
        ),
        pytest.param(
            budget("maxUnavailable: 0") + workload(2) + hpa(2).replace("minReplicas: 2", "minReplicas: two"),
            ["not evaluated PodDisruptionBudget/b: /spec/minReplicas is a text, not a whole number"],
            id="an autoscaler that can't be read",
        ),
        pytest.param(
            budget("minAvailable: 1") + workload(0) + workload(1, "e"),
            [LOW + "minAvailable 1 allows no eviction at 1 pod, the least that Deployment/d and Deployment/e run"],
            id="one of two runs nothing",
        ),
        pytest.param(
            budget("minAvailable: some") + workload(2),
            ["not evaluated PodDisruptionBudget/b: /spec/minAvailable is a text, not a whole number or a percentage"],
            id="no number",
        ),
    ],
)
def test_budget_allows_eviction(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("demand", "expected"),
    [
        pytest.param("minAvailable: 2", PASS, id="all of the minimum may be demanded"),
        pytest.param(
            "minAvailable: 3",
            [LOW + "minAvailable 3 allows no eviction at 2 pods, the least that Deployment/d runs"],
            id="not more",
        ),
        pytest.param(
            "minAvailable: 100%",
            [LOW + "minAvailable 100% allows no eviction at 2 pods, the least that Deployment/d runs"],
            id="nor all at any scale",
        ),
        pytest.param(
            "maxUnavailable: 0",
            [HIGH + "maxUnavailable 0 allows no eviction at 2 pods, the least that Deployment/d runs"],
            id="nor none at any scale",
        ),
    ],
)
def test_equal_passes_if_told_so(said: Any, demand: str, expected: list[str]) -> None:
    assert said(RULE, budget(demand) + workload(2), {"equal": "pass"}) == expected
