"""disruption/budget-below-autoscaler-minimum: minAvailable beside what the autoscaler keeps."""

from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rules.disruption.budget_below_autoscaler_minimum import RULE
from policies.world import World

PASS = ["pass PodDisruptionBudget/b"]
FAIL = "fail PodDisruptionBudget/b /spec/minAvailable: "


def workload(name: str = "d", replicas: str = "") -> str:
    template = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}"
    return f"""
---
{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{{replicas}{template}}}}}
"""


def budget(demand: str) -> str:
    return f"""
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: b}}
spec: {{{demand}, selector: {{matchLabels: {{app: a}}}}}}
"""


def hpa(minimum: str, name: str = "d") -> str:
    return f"""
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: h-{name}}}
spec: {{{minimum}maxReplicas: 9, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {name}}}}}
"""


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(budget("minAvailable: 1") + workload() + hpa("minReplicas: 2, "), {}, PASS, id="below"),
        pytest.param(
            budget("minAvailable: 2") + workload() + hpa("minReplicas: 2, "),
            {},
            [FAIL + "minAvailable 2 is the minimum of 2 that HorizontalPodAutoscaler/h-d keeps"],
            id="equal",
        ),
        pytest.param(
            budget("minAvailable: 2") + workload() + hpa("minReplicas: 2, "), {"equal": "pass"}, PASS, id="if allowed"
        ),
        pytest.param(
            budget("minAvailable: 3") + workload() + hpa("minReplicas: 2, "),
            {"equal": "pass"},
            [FAIL + "minAvailable 3 is above the minimum of 2 that HorizontalPodAutoscaler/h-d keeps"],
            id="above",
        ),
        pytest.param(
            budget("minAvailable: 1") + workload() + hpa(""),
            {},
            [FAIL + "minAvailable 1 is the minimum of 1 that HorizontalPodAutoscaler/h-d keeps"],
            id="an absent minimum is 1",
        ),
        pytest.param(
            budget("minAvailable: 51%") + workload() + hpa("minReplicas: 2, "),
            {},
            [FAIL + "minAvailable 51% is the minimum of 2 that HorizontalPodAutoscaler/h-d keeps"],
            id="51 % of 2 rounds up to 2",
        ),
        pytest.param(budget("minAvailable: 50%") + workload() + hpa("minReplicas: 2, "), {}, PASS, id="50 % of 2 is 1"),
        pytest.param(budget("maxUnavailable: 0") + workload() + hpa("minReplicas: 2, "), {}, [], id="the other field"),
        pytest.param(budget("minAvailable: 2") + workload(replicas="replicas: 2, "), {}, [], id="no autoscaler"),
        pytest.param(
            budget("minAvailable: 3") + workload() + hpa("minReplicas: 2, ") + workload("e", "replicas: 2, "),
            {},
            PASS,
            id="another workload of the budget adds up",
        ),
        pytest.param(
            budget("minAvailable: 4")
            + workload()
            + hpa("minReplicas: 2, ")
            + workload("e")
            + hpa("minReplicas: 2, ", "e"),
            {},
            [
                FAIL + "minAvailable 4 is the minimum of 4 that "
                "HorizontalPodAutoscaler/h-d and HorizontalPodAutoscaler/h-e keeps"
            ],
            id="two autoscalers",
        ),
        pytest.param(
            budget("minAvailable: 1") + workload() + hpa("minReplicas: two, "),
            {},
            [
                "not evaluated PodDisruptionBudget/b: "
                "HorizontalPodAutoscaler/h-d: /spec/minReplicas is a text, not a whole number"
            ],
            id="an autoscaler that can't be read",
        ),
        pytest.param(budget("minAvailable: x") + workload() + hpa("minReplicas: 2, "), {}, [], id="a budget likewise"),
    ],
)
def test_budget_below_autoscaler_minimum(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_the_finding_is_about_the_only_workload() -> None:
    def about(text: str) -> list[str | None]:
        objects = tuple(Object(body) for body in yaml.safe_load_all(text) if body is not None)
        verdicts = RULE.judge(World(objects), RULE.defaults)
        return [verdict.about.short if verdict.about else None for verdict in verdicts]

    one = budget("minAvailable: 9") + workload() + hpa("")
    assert about(one) == ["Deployment/d"]
    assert about(one + workload("e")) == [None]


def test_it_is_off_until_it_is_switched_on() -> None:
    assert RULE.profile is None
    assert RULE.singleton_waives
