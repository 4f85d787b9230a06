"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.disruption import (
    budget_allows_eviction,
    budget_below_autoscaler_minimum,
    budget_valid,
    rollout,
    spread,
)


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            budget_allows_eviction.RULE,
            """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {minAvailable: 1, selector: {}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 1, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["the rule's fix (about Deployment/d)"],
            id="budget-allows-eviction: the rule's fix (about Deployment/d)",
        ),
        pytest.param(
            budget_allows_eviction.RULE,
            """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: d}
spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["Write a whole number in minAvailable, or select no such pods."],
            id="budget-allows-eviction: Write a whole number in minAvailable, or select no such pods",
        ),
        pytest.param(
            budget_allows_eviction.RULE,
            """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: a}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 3, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["Keep one budget for these pods."],
            id="budget-allows-eviction: Keep one budget for these pods",
        ),
        pytest.param(
            budget_below_autoscaler_minimum.RULE,
            """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {minAvailable: 1, selector: {matchLabels: {app: a}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h-d}
spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
""",
            {},
            {},
            ["the rule's fix (about Deployment/d)"],
            id="budget-below-autoscaler-minimum: the rule's fix (about Deployment/d)",
        ),
        pytest.param(
            budget_valid.RULE,
            """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {minAvailable: 1, maxUnavailable: 1}
""",
            {},
            {},
            ["Keep one, maxUnavailable where you can."],
            id="budget-valid: Keep one, maxUnavailable where you can",
        ),
        pytest.param(
            rollout.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {}}
spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}, template: {spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["Remove rollingUpdate."],
            id="rollout: Remove rollingUpdate",
        ),
        pytest.param(
            rollout.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {roadstead.dev/loads-within: 1m}}
spec: {progressDeadlineSeconds: 60, template: {spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["Raise progressDeadlineSeconds above it."],
            id="rollout: Raise progressDeadlineSeconds above it",
        ),
        pytest.param(
            rollout.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {}}
spec: {replicas: 1, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}, template: {spec: {
       containers: [{name: c}]}}}
""",
            {},
            {},
            ["Write maxUnavailable: 1."],
            id="rollout: Write maxUnavailable: 1",
        ),
        pytest.param(
            spread.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 2, template: {metadata: {labels: {app: a}}, spec: {topologySpreadConstraints: [
           {topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule,
           labelSelector: {matchLabels: {app: a}}}], containers: [
         {name: c}]}}}
""",
            {},
            {},
            ["Write nodeTaintsPolicy: Honor."],
            id="spread: Write nodeTaintsPolicy: Honor",
        ),
        pytest.param(
            spread.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 2, template: {metadata: {labels: {app: a}}, spec: {topologySpreadConstraints: [
           {topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule,
           labelSelector: {matchLabels: {app: a}}}], containers: [
         {name: c, resources: {limits: {nvidia.com/gpu: 1}}}]}}}
""",
            {},
            {},
            ["Write ScheduleAnyway: a free GPU on the wrong node is better than a Pending pod."],
            id="spread: Write ScheduleAnyway: a free GPU on the wrong node is better than a Pending pod",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
