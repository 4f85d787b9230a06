"""state/singleton-declared: what runs once at most, with and without an autoscaler."""

from typing import Any

import pytest

from policies.rules.state.singleton_declared import RULE

NO = "and no annotation roadstead.dev/singleton says why"
AT = "/metadata/annotations/roadstead.dev~1singleton: "


def workload(kind: str, spec: str, metadata: str = "") -> str:
    group = "postgresql.cnpg.io/v1" if kind == "Cluster" else "apps/v1"
    return (
        f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: w, {metadata}}}, "
        f"spec: {{{spec}, template: {{spec: {{containers: [{{name: c}}]}}}}}}}}\n---\n"
    )


def scaler(bounds: str, kind: str) -> str:
    return (
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {scaleTargetRef: "
        f"{{apiVersion: apps/v1, kind: {kind}, name: w}}, {bounds}}}}}\n---\n"
    )


ONE = f"fail StatefulSet/w {AT}runs one replica, {NO}"
SAID = "annotations: {roadstead.dev/singleton: a; b; 2027-01-01}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(workload("Deployment", "x: 1") + workload("StatefulSet", "x: 1"), [ONE], id="beside another kind"),
        pytest.param(workload("StatefulSet", "replicas: 1"), [ONE], id="one"),
        pytest.param(workload("StatefulSet", "x: 1"), [ONE], id="absent is one"),
        pytest.param(workload("StatefulSet", "replicas: 2"), ["pass StatefulSet/w"], id="two"),
        pytest.param(workload("StatefulSet", "replicas: 0"), [], id="switched off"),
        pytest.param(workload("StatefulSet", "replicas: 1", SAID), ["pass StatefulSet/w"], id="declared"),
        pytest.param(
            workload("StatefulSet", "replicas: 1", "annotations: {roadstead.dev/singleton: x}"),
            ["pass StatefulSet/w"],
            id="badly said is another finding",
        ),
        pytest.param(
            workload("Cluster", "instances: 1"), [f"fail Cluster/w {AT}runs one replica, {NO}"], id="a database"
        ),
        pytest.param(workload("Cluster", "instances: 2"), ["pass Cluster/w"], id="a database of two"),
        pytest.param(
            workload("StatefulSet", "x: 1") + scaler("maxReplicas: 1", "StatefulSet"),
            [f"fail StatefulSet/w {AT}runs one replica at most (HorizontalPodAutoscaler/h), {NO}"],
            id="an autoscaler that adds none",
        ),
        pytest.param(
            workload("StatefulSet", "x: 1") + scaler("maxReplicas: 2", "StatefulSet"),
            ["pass StatefulSet/w"],
            id="an autoscaler that adds one",
        ),
        pytest.param(
            workload("StatefulSet", "x: 1") + scaler("maxReplicas: a", "StatefulSet"),
            ["not evaluated StatefulSet/w: HorizontalPodAutoscaler/h: /spec/maxReplicas is a text, not a whole number"],
            id="an autoscaler that can't be read",
        ),
        pytest.param(workload("Deployment", "replicas: 1"), [], id="scaling/replica-minimum judges a Deployment"),
        pytest.param(
            workload("StatefulSet", "replicas: 1", "annotations: 5"),
            ["not evaluated StatefulSet/w: /metadata/annotations is the number 5, not a mapping"],
            id="malformed annotations",
        ),
        pytest.param(
            workload("StatefulSet", "replicas: a"),
            ["not evaluated StatefulSet/w: /spec/replicas is a text, not a whole number"],
            id="malformed",
        ),
    ],
)
def test_singleton_declared(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("Deployment", [f"fail Deployment/w {AT}runs one replica, {NO}"]), ("StatefulSet", [])],
)
def test_other_kinds(said: Any, kind: str, expected: list[str]) -> None:
    assert said(RULE, workload(kind, "replicas: 1"), {"kinds": ("Deployment",)}) == expected
