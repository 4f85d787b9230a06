"""scaling/one-autoscaler: which two are of one workload."""

from typing import Any

import pytest

from policies.rules.scaling.one_autoscaler import RULE


def hpa(name: str, target: str = "apiVersion: apps/v1, kind: Deployment, name: d", namespace: str = "n") -> str:
    return f"""
---
{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: {name}, namespace: {namespace}}},
 spec: {{scaleTargetRef: {{{target}}}}}}}
"""


KEDA = """
---
{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k, namespace: n},
 spec: {scaleTargetRef: {name: d}}}
"""
A, B = "HorizontalPodAutoscaler/a", "HorizontalPodAutoscaler/b"
TOO = f"fail {B} /spec/scaleTargetRef/name: {A} scales Deployment/d too"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(hpa("a"), [f"pass {A}"], id="one"),
        pytest.param(hpa("a") + hpa("b"), [f"pass {A}", TOO], id="two"),
        pytest.param(
            hpa("a") + KEDA,
            [f"pass {A}", f"fail ScaledObject/k /spec/scaleTargetRef/name: {A} scales Deployment/d too"],
            id="KEDA makes a second",
        ),
        pytest.param(
            hpa("a") + hpa("b", "apiVersion: extensions/v1beta1, kind: Deployment, name: d"),
            [f"pass {A}", TOO],
            id="by the group that Deployments once had",
        ),
        pytest.param(hpa("a") + hpa("b", "kind: Deployment, name: d"), [f"pass {A}", TOO], id="by no group"),
        pytest.param(
            hpa("a", "apiVersion: x.io/v1, kind: Cluster, name: d")
            + hpa("b", "apiVersion: y.io/v1, kind: Cluster, name: d"),
            [f"pass {A}", f"pass {B}"],
            id="kinds of two groups",
        ),
        pytest.param(hpa("a") + hpa("b", namespace="m"), [f"pass {A}", f"pass {B}"], id="two namespaces"),
        pytest.param(
            hpa("a") + hpa("b", "apiVersion: apps/v1, kind: StatefulSet, name: d"),
            [f"pass {A}", f"pass {B}"],
            id="two kinds",
        ),
        pytest.param(
            hpa("a") + hpa("b", "apiVersion: apps/v1, kind: Deployment, name: e"),
            [f"pass {A}", f"pass {B}"],
            id="two names",
        ),
        pytest.param(
            hpa("a", "kind: Deployment"),
            [f"not evaluated {A}: /spec/scaleTargetRef names no kind or no name"],
            id="no target",
        ),
        pytest.param(
            hpa("a", "kind: Deployment") + hpa("b"),
            [f"not evaluated {A}: /spec/scaleTargetRef names no kind or no name", f"pass {B}"],
            id="no target before one with a target",
        ),
        pytest.param(
            hpa("a") + hpa("b").replace("spec: {", "spec: {minReplicas: x, "),
            [f"pass {A}", TOO],
            id="a second that can't be read otherwise",
        ),
    ],
)
def test_one_autoscaler(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
