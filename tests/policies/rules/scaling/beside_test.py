"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.scaling import (
    goal_reachable,
    no_data_is_not_zero,
    replica_minimum,
    request_for_metric,
    target_exists,
    window_fits_start,
)


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            goal_reachable.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {roadstead.dev/shrink-below: '30'}}
spec: {template: {spec: {containers: [{name: c}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {kind: Deployment, name: d}, minReplicas: 2, maxReplicas: 8, metrics: [{type: Pods,
       pods: {metric: {name: gpu_utilization}, target: {type: AverageValue, averageValue: 95}}}],
   behavior: {scaleDown: {tolerance: 0.68}}}
""",
            {},
            {},
            [
                "the rule's fix (about Deployment/d)",
                "Lower the target: growth begins above target x (1 + tolerance). (about Deployment/d)",
            ],
            id="goal-reachable: the rule's fix (about Deployment/d); Lower the target: growth begins above targe",
        ),
        pytest.param(
            goal_reachable.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {roadstead.dev/double-above: '100'}}
spec: {template: {spec: {containers: [{name: c}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {kind: Deployment, name: d}, minReplicas: 2, maxReplicas: 8, metrics: [{type: Pods,
       pods: {metric: {name: gpu_utilization}, target: {type: AverageValue, averageValue: 50}}}],
   behavior: {scaleUp: {tolerance: '1.0', policies: [{type: Percent, value: 100, periodSeconds: 60}]},
     scaleDown: {tolerance: '0.25'}}}
""",
            {},
            {},
            ["State another goal."],
            id="goal-reachable: State another goal",
        ),
        pytest.param(
            no_data_is_not_zero.RULE,
            """
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: k}
spec: {fallback: {failureThreshold: 3, replicas: 0, behavior: static}, triggers: [{type: prometheus,
       metadata: {ignoreNullValues: 'false'}}], scaleTargetRef: {name: d}}
""",
            {},
            {},
            ["Write fallback.behavior: currentReplicas."],
            id="no-data-is-not-zero: Write fallback.behavior: currentReplicas",
        ),
        pytest.param(
            replica_minimum.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["the rule's fix (about Deployment/d)"],
            id="replica-minimum: the rule's fix (about Deployment/d)",
        ),
        pytest.param(
            replica_minimum.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {replicas: 9, template: {spec: {containers: [{name: c}]}}}
""",
            {"max": 5},
            {},
            ["Lower it, or raise the rule's max. (about Deployment/d)"],
            id="replica-minimum: Lower it, or raise the rule's max. (about Deployment/d)",
        ),
        pytest.param(
            request_for_metric.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: k}
spec: {scaleTargetRef: {name: d}, triggers: [{type: cpu, metricType: Utilization, metadata: {value: '60',
         containerName: x}}]}
""",
            {},
            {},
            ["the rule's fix (about Deployment/d)"],
            id="request-for-metric: the rule's fix (about Deployment/d)",
        ),
        pytest.param(
            target_exists.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: d}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {apiVersion: v1, kind: Pod, name: d}}
""",
            {},
            {},
            ["Remove the autoscaler."],
            id="target-exists: Remove the autoscaler",
        ),
        pytest.param(
            target_exists.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {kind: Deployment, name: d}}
""",
            {},
            {},
            ["Write apiVersion: apps/v1."],
            id="target-exists: Write apiVersion: apps/v1",
        ),
        pytest.param(
            target_exists.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, namespace: shop}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="target-exists: Put both into one namespace",
        ),
        pytest.param(
            window_fits_start.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, annotations: {roadstead.dev/loads-within: 4m}}
spec: {template: {spec: {containers: [{name: c}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {kind: Deployment, name: d}}
""",
            {"metric_delay": 61},
            {},
            ["the rule's fix (about Deployment/d)"],
            id="window-fits-start: the rule's fix (about Deployment/d)",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
