"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.gpu import metric_fits_sharing


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            metric_fits_sharing.RULE,
            """
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: s}
spec: {scaleTargetRef: {name: m}, triggers: [{type: prometheus, metadata: {metricName: gpu_util}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: m}
spec: {template: {spec: {containers: [{name: c, resources: {limits: {nvidia.com/mig-1g.5gb: 1}}}]}}}
""",
            {},
            {},
            ["the rule's fix (about Deployment/m)"],
            id="metric-fits-sharing: the rule's fix (about Deployment/m)",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
