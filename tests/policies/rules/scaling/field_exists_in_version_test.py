"""scaling/field-exists-in-version: both sides of each version."""

from typing import Any

import pytest

from policies.rules.scaling.field_exists_in_version import RULE

H = "HorizontalPodAutoscaler/h"
PASS = [f"pass {H}"]


def hpa(spec: str) -> str:
    return (
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, "
        f"spec: {{scaleTargetRef: {{kind: Deployment, name: d}}, {spec}}}}}"
    )


def scaled_object(spec: str) -> str:
    return (
        "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k}, "
        f"spec: {{scaleTargetRef: {{name: d}}, {spec}}}}}"
    )


def metric(source: str) -> str:
    key = source[0].lower() + source[1:]
    return f"metrics: [{{type: {source}, {key}: {{metric: {{name: m}}, target: {{type: Value, value: 1}}}}}}]"


BEHAVIOR = 'behavior: {scaleUp: {tolerance: "1.0"}, scaleDown: {tolerance: 250m}}'
DROPPED = "Kubernetes 1.34 drops tolerance: it is on from 1.35"
CONTAINER = "metrics: [{type: ContainerResource, containerResource: {name: cpu, container: c}}]"
KEDA_BEHAVIOR = "/spec/advanced/horizontalPodAutoscalerConfig/behavior"


@pytest.mark.parametrize(
    ("text", "kubernetes", "expected"),
    [
        pytest.param(hpa(BEHAVIOR), "1.35", PASS, id="tolerance"),
        pytest.param(
            hpa(BEHAVIOR),
            "1.34",
            [
                f"fail {H} /spec/behavior/scaleUp/tolerance: {DROPPED}",
                f"fail {H} /spec/behavior/scaleDown/tolerance: {DROPPED}",
            ],
            id="tolerance before it",
        ),
        pytest.param(hpa("behavior: {scaleUp: {selectPolicy: Min}}"), "1.34", PASS, id="no tolerance"),
        pytest.param(
            scaled_object(f"advanced: {{horizontalPodAutoscalerConfig: {{{BEHAVIOR}}}}}"),
            "1.34",
            [
                f"fail ScaledObject/k {KEDA_BEHAVIOR}/scaleUp/tolerance: {DROPPED}",
                f"fail ScaledObject/k {KEDA_BEHAVIOR}/scaleDown/tolerance: {DROPPED}",
            ],
            id="KEDA hands it on",
        ),
        pytest.param(
            hpa("minReplicas: 0"),
            "1.36",
            [f"fail {H} /spec/minReplicas: Kubernetes 1.36 refuses minReplicas 0: scaling to zero is on from 1.37"],
            id="zero before it",
        ),
        *(
            pytest.param(hpa(f"minReplicas: 0, {metric(source)}"), "1.37", PASS, id=f"zero by {source}")
            for source in ("Object", "External")
        ),
        *(
            pytest.param(
                hpa(f"minReplicas: 0{metrics}"),
                "1.37",
                [
                    f"fail {H} /spec/minReplicas: "
                    "minReplicas 0 without an Object or External metric, which the API server refuses"
                ],
                id=f"zero without what wakes it {metrics}",
            )
            for metrics in ("", f", {metric('Pods')}")
        ),
        pytest.param(hpa("minReplicas: 1"), "1.30", PASS, id="one"),
        pytest.param(hpa(""), "1.30", PASS, id="absent is one"),
        pytest.param(scaled_object("minReplicaCount: 0"), "1.30", ["pass ScaledObject/k"], id="KEDA scales to zero"),
        pytest.param(hpa(CONTAINER), "1.27", PASS, id="one container's metric"),
        pytest.param(
            hpa(CONTAINER),
            "1.26",
            [f"fail {H} /spec/metrics/0: Kubernetes 1.26 has no ContainerResource metrics: they are on from 1.27"],
            id="before it",
        ),
        pytest.param(hpa(metric("Pods")), "1.26", PASS, id="another metric"),
        pytest.param(
            hpa("minReplicas: none"),
            "1.35",
            [f"not evaluated {H}: /spec/minReplicas is a text, not a whole number"],
            id="a minimum that can't be read",
        ),
        pytest.param(
            hpa("minReplicas: none") + "\n---\n" + hpa("minReplicas: 1").replace("{name: h}", "{name: i}"),
            "1.35",
            [
                f"not evaluated {H}: /spec/minReplicas is a text, not a whole number",
                "pass HorizontalPodAutoscaler/i",
            ],
            id="one of two that can't be read",
        ),
        pytest.param(
            hpa("metrics: many"),
            "1.35",
            [f"not evaluated {H}: /spec/metrics is a text, not a list"],
            id="metrics that can't be read",
        ),
    ],
)
def test_field_exists_in_version(said: Any, text: str, kubernetes: str, expected: list[str]) -> None:
    assert said(RULE, text, kubernetes=kubernetes) == expected


@pytest.mark.parametrize(
    ("kubernetes", "fix"),
    [
        pytest.param("1.36", "Write at least 1, or scale with a ScaledObject.", id="before scaling to zero"),
        pytest.param(
            "1.37", "Write at least 1: pods that do not run have no metric that could wake them.", id="without a metric"
        ),
    ],
)
def test_the_way_out_of_zero(beside: Any, kubernetes: str, fix: str) -> None:
    assert beside(RULE, hpa("minReplicas: 0"), kubernetes=kubernetes) == [fix]


def test_one_metric_that_can_wake_them_is_enough(said: Any) -> None:
    cpu = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}"
    text = hpa(f"minReplicas: 0, {metric('External').replace('metrics: [', f'metrics: [{cpu}, ')}")
    assert said(RULE, text, kubernetes="1.37") == PASS
