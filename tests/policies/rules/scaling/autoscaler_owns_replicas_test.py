"""scaling/autoscaler-owns-replicas: a number in Git beside an autoscaler."""

from typing import Any

import pytest

from policies.rules.scaling.autoscaler_owns_replicas import RULE


def workload(kind: str, group: str, spec: str) -> str:
    template = "template: {spec: {containers: [{name: c}]}}"
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: d}}, spec: {{{spec}{template}}}}}"


def hpa(kind: str, group: str = "apps/v1") -> str:
    target = f"scaleTargetRef: {{apiVersion: {group}, kind: {kind}, name: d}}"
    return f"""
---
{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: h}}, spec: {{{target}}}}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(workload("Deployment", "apps/v1", "replicas: 3, "), [], id="no autoscaler, not applicable"),
        pytest.param(
            workload("Deployment", "apps/v1", "replicas: 3, ") + hpa("Deployment"),
            ["fail Deployment/d /spec/replicas: replicas is 3, but HorizontalPodAutoscaler/h sets it"],
            id="replicas beside an autoscaler",
        ),
        pytest.param(
            workload("Deployment", "apps/v1", "replicas: 0, ") + hpa("Deployment"),
            ["fail Deployment/d /spec/replicas: replicas is 0, but HorizontalPodAutoscaler/h sets it"],
            id="zero is a number too",
        ),
        pytest.param(
            workload("Deployment", "apps/v1", "replicas: null, ") + hpa("Deployment"), ["pass Deployment/d"], id="null"
        ),
        pytest.param(
            workload("Deployment", "apps/v1", "replicas: 3, ") + hpa("StatefulSet"),
            [],
            id="an autoscaler of another kind",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: d}, spec: {instances: 3}}"
            + hpa("Cluster", "postgresql.cnpg.io/v1"),
            ["fail Cluster/d /spec/instances: instances is 3, but HorizontalPodAutoscaler/h sets it"],
            id="instances of a Cluster",
        ),
    ],
)
def test_autoscaler_owns_replicas(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


CLUSTER = (
    "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: d}, spec: {instances: 3, "
    "storage: {size: 1Gi}}}\n"
)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        pytest.param(
            CLUSTER + hpa("Cluster", "postgresql.cnpg.io/v1"),
            "Remove the autoscaler: it cannot scale a database.",
            id="a database must say its instances, and no autoscaler finds its pods",
        ),
        pytest.param(
            workload("Deployment", "apps/v1", "replicas: 3, ") + hpa("Deployment"),
            "the rule's fix",
            id="any other workload",
        ),
    ],
)
def test_the_way_out_is(beside: Any, text: str, fix: str) -> None:
    assert beside(RULE, text, {}, {}) == [fix]


def test_a_workload_without_an_autoscaler_or_that_cannot_be_read_hides_no_other(said: Any) -> None:
    text = workload("StatefulSet", "apps/v1", "replicas: 3, ") + "\n---\n"
    text += workload("Deployment", "apps/v1", "replicas: three, ") + hpa("Deployment")
    assert said(RULE, text) == ["not evaluated Deployment/d: /spec/replicas is a text, not a whole number"]
