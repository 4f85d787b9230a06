"""scaling/goal-reachable: what each field of an autoscaler takes from a goal. The arithmetic beside a simulation of
the controller is tests/generators/arithmetic/goal_reachable_by_both_test.py."""

from typing import Any

import pytest

from policies.rules.scaling.goal_reachable import RULE

PASS = ["pass Deployment/d"]
H = "HorizontalPodAutoscaler/h"
GPU = "{type: Pods, pods: {metric: {name: gpu_utilization}, target: {type: AverageValue, averageValue: TARGET}}}"
CPU = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: TARGET}}}"
DOUBLING = 'scaleUp: {tolerance: "1.0", policies: [{type: Percent, value: 100, periodSeconds: 60}]}'
BOTH = f'behavior: {{{DOUBLING}, scaleDown: {{tolerance: "0.25"}}}}'
UP, DOWN = "/spec/behavior/scaleUp", "/spec/behavior/scaleDown"
TARGET = "/spec/metrics/0/pods/target/averageValue"


def workload(facts: str = 'roadstead.dev/double-above: "80"') -> str:
    head = f"apiVersion: apps/v1, kind: Deployment, metadata: {{name: d, annotations: {{{facts}}}}}"
    return f"{{{head}, spec: {{template: {{spec: {{containers: [{{name: c}}]}}}}}}}}"


SHRINKING = 'roadstead.dev/shrink-below: "30"'
GOALS = f'roadstead.dev/double-above: "80", {SHRINKING}'


def hpa(
    behavior: str = BOTH, metric: str = GPU, target: str = "40", bounds: str = "minReplicas: 2, maxReplicas: 8"
) -> str:
    metrics = metric.replace("TARGET", target)
    return f"""
---
{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: h}},
 spec: {{scaleTargetRef: {{kind: Deployment, name: d}}, {bounds}, metrics: [{metrics}], {behavior}}}}}
"""


def fail(field: str, fact: str, stated: str = "double-above 80") -> list[str]:
    return [f"fail {H} {field}: Deployment/d states {stated}, but {fact}"]


def up(fields: str) -> str:
    return f"behavior: {{scaleUp: {{{fields}}}}}"


def percent(value: int, seconds: int = 60) -> str:
    return f"{{type: Percent, value: {value}, periodSeconds: {seconds}}}"


def pods(value: int) -> str:
    return f"{{type: Pods, value: {value}, periodSeconds: 60}}"


WIDE = 'tolerance: "1.0"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(workload(GOALS) + hpa(), PASS, id="both goals"),
        pytest.param(workload("roadstead.dev/double-above: 80%") + hpa(), PASS, id="with a per cent sign"),
        pytest.param(
            workload() + hpa(target="80"),
            fail(f"{UP}/tolerance", "it grows only above 160, which its metric never is"),
            id="a target of 80 with a wide tolerance",
        ),
        pytest.param(
            workload() + hpa(up(f"policies: [{percent(100)}]"), target="80"),
            fail(f"{UP}/tolerance", "it grows only above 88"),
            id="the naive reading",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "0", policies: [{percent(100)}]'), target="80"),
            fail(TARGET, "just above that it asks for 1 times the pods, 3 instead of 2"),
            id="even without a tolerance",
        ),
        pytest.param(
            workload() + hpa(up(f"policies: [{percent(100)}]")),
            fail(f"{UP}/tolerance", "it grows above 44 already"),
            id="the default tolerance",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "1.001", policies: [{percent(100)}]')),
            fail(f"{UP}/tolerance", "it grows only above 80.04"),
            id="a tolerance a bit too wide",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "0.999", policies: [{percent(100)}]')),
            fail(f"{UP}/tolerance", "it grows above 79.96 already"),
            id="a bit too narrow",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "1.00002498", policies: [{percent(100)}]')),
            PASS,
            id="just within a thousandth",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "1.00003", policies: [{percent(100)}]')),
            fail(f"{UP}/tolerance", "it grows only above 80.0012"),
            id="just outside of a thousandth",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "1.03", policies: [{percent(100)}]'), CPU),
            fail(f"{UP}/tolerance", "it grows only above 81.2"),
            id="CPU is seen in whole per cents",
        ),
        pytest.param(
            workload() + hpa(up(f'tolerance: "1.02", policies: [{percent(100)}]'), CPU), PASS, id="so that 80.8 is 80"
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "2"') + hpa(up(f"{WIDE}, policies: [{percent(100)}]"), target="1"),
            PASS,
            id="the lowest target",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: e}}\n---\n" + workload() + hpa(target="45"),
            [
                "not evaluated Deployment/e: /spec/template/spec is missing",
                *fail(f"{UP}/tolerance", "it grows only above 90"),
            ],
            id="behind one that can't be read",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, selectPolicy: Disabled")),
            fail(f"{UP}/selectPolicy", "scaleUp is disabled"),
            id="it never grows",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, policies: [{percent(50)}]")),
            fail(f"{UP}/policies", "its policies let 2 grow to 3 in one step"),
            id="half at a time",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, policies: [{percent(200)}]")),
            fail(f"{UP}/policies", "its policies let 2 grow to 5 in one step"),
            id="as many as it wishes",
        ),
        pytest.param(
            workload() + hpa(up(WIDE)),
            fail(f"{UP}/policies", "its policies let 2 grow to 5 in one step"),
            id="the default policies",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, selectPolicy: Min, policies: [{percent(100)}, {pods(3)}]")),
            fail(f"{UP}/policies", "its policies let 4 grow to 7 in one step"),
            id="three at a time",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, selectPolicy: Min, policies: [{percent(100)}, {pods(4)}]")),
            PASS,
            id="four at a time reach the maximum",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, policies: [{percent(100)}, {pods(2)}]")), PASS, id="two at a time are no more"
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, policies: [{percent(100)}, {pods(3)}]")),
            fail(f"{UP}/policies", "its policies let 2 grow to 5 in one step"),
            id="three are",
        ),
        pytest.param(
            workload() + hpa(up(f"{WIDE}, selectPolicy: Min, policies: [{percent(100)}, {percent(100, 1)}]")),
            PASS,
            id="the smaller of two",
        ),
        pytest.param(workload() + hpa(up(WIDE), bounds="minReplicas: 4, maxReplicas: 8"), PASS, id="from four on"),
        pytest.param(workload() + hpa(up(WIDE), bounds="minReplicas: 2, maxReplicas: 4"), PASS, id="up to four"),
        pytest.param(
            workload() + hpa(target="80", bounds="minReplicas: 2, maxReplicas: 2"),
            fail(f"{UP}/tolerance", "it grows only above 160, which its metric never is"),
            id="bounds that leave no room excuse nothing",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "100"') + hpa(target="50"),
            [
                "fail Deployment/d /metadata/annotations/roadstead.dev~1double-above: Deployment/d states "
                "double-above 100, but its metric is never above 100, so it is never above 100"
            ],
            id="above all there is",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "100"') + hpa(metric=CPU, target="50"),
            PASS,
            id="CPU can be above 100",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "81"')
            + hpa(up(f'tolerance: "0.98", policies: [{percent(100)}]'), CPU, "41"),
            PASS,
            id="an odd goal of CPU in whole per cents",
        ),
        pytest.param(
            workload() + hpa(up(WIDE), CPU, "40", "minReplicas: 2, maxReplicas: 4"),
            PASS,
            id="CPU with the default policies",
        ),
        pytest.param(
            workload() + hpa("", CPU, "40"),
            fail(f"{UP}/tolerance", "it grows above 44 already"),
            id="no behaviour at all",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "44"') + hpa("", CPU, "40"),
            fail(
                "/spec/metrics/0/resource/target/averageUtilization",
                "just above that it asks for 1.125 times the pods, 3 instead of 2",
                "double-above 44",
            ),
            id="which is enough for a step",
        ),
        pytest.param(
            workload(SHRINKING) + hpa('behavior: {scaleDown: {tolerance: "0.25"}}', target="50"),
            fail(f"{DOWN}/tolerance", "it shrinks below 37.5 already", "shrink-below 30"),
            id="it shrinks too early",
        ),
        pytest.param(
            workload(SHRINKING) + hpa(target="35"),
            fail(f"{DOWN}/tolerance", "it shrinks only below 26.25", "shrink-below 30"),
            id="it shrinks too late",
        ),
        pytest.param(
            workload(SHRINKING) + hpa("behavior: {scaleDown: {tolerance: 400m}}", target="50"), PASS, id="not"
        ),
        pytest.param(
            workload(SHRINKING) + hpa("behavior: {scaleDown: {selectPolicy: Disabled}}"),
            fail(f"{DOWN}/selectPolicy", "scaleDown is disabled", "shrink-below 30"),
            id="it never shrinks",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "80", roadstead.dev/shrink-below: "40"') + hpa(),
            [
                "fail Deployment/d /metadata/annotations/roadstead.dev~1shrink-below: Deployment/d states "
                "shrink-below 40, but doubling above 80 leaves 40, which is not above it"
            ],
            id="shrinking undoes doubling",
        ),
        pytest.param(
            workload("") + hpa("", target="91"),
            [f"fail {H} {TARGET}: it never grows: that needs more than 100.1, and its metric is never above 100"],
            id="a dead metric needs no goal",
        ),
        pytest.param(workload("") + hpa("", target="90"), PASS, id="one that is just alive"),
        pytest.param(workload("") + hpa("", CPU, "95"), PASS, id="CPU is alive"),
        pytest.param(
            workload(SHRINKING) + hpa("behavior: {scaleDown: {tolerance: 0.68}}", target="95"),
            [
                *fail(f"{DOWN}/tolerance", "it shrinks below 30.4 already", "shrink-below 30"),
                f"fail {H} {TARGET}: it never grows: that needs more than 104.5, and its metric is never above 100",
            ],
            id="a dead metric and another goal",
        ),
        pytest.param(
            workload(GOALS),
            [
                "fail Deployment/d /metadata/annotations/roadstead.dev~1double-above: "
                "double-above is stated, but no autoscaler scales it",
                "fail Deployment/d /metadata/annotations/roadstead.dev~1shrink-below: "
                "shrink-below is stated, but no autoscaler scales it",
            ],
            id="no autoscaler",
        ),
        pytest.param(workload(""), [], id="nothing is stated"),
        pytest.param(workload("") + hpa(metric=GPU.replace("gpu_utilization", "queue")), [], id="nothing is known"),
        pytest.param(
            workload() + hpa(metric=GPU.replace("gpu_utilization", "queue")),
            [f"not evaluated Deployment/d: {H} has no metric in per cent, the goal is about one"],
            id="a metric of another unit",
        ),
        pytest.param(
            workload() + hpa(metric=f"{GPU}, {CPU}"),
            [f"not evaluated Deployment/d: {H} has 2 metrics in per cent, the goal is about one"],
            id="two metrics",
        ),
        pytest.param(
            workload() + hpa(metric=f"{GPU}, {GPU.replace('gpu_utilization', 'queue')}"),
            PASS,
            id="one of them in per cent",
        ),
        pytest.param(
            workload() + hpa(target="0"),
            [f"not evaluated Deployment/d: {H} has no metric in per cent, the goal is about one"],
            id="a target of 0",
        ),
        pytest.param(
            workload() + hpa(target="many"),
            [f"not evaluated Deployment/d: {H} has no metric in per cent, the goal is about one"],
            id="a target that is no number",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "0"') + hpa(),
            [
                "not evaluated Deployment/d: annotation roadstead.dev/double-above is no percentage: "
                "write a whole number, as in 80"
            ],
            id="a goal that is none",
        ),
        pytest.param(
            workload('roadstead.dev/double-above: "1000"') + hpa(),
            [
                "not evaluated Deployment/d: annotation roadstead.dev/double-above is no percentage: "
                "write a whole number, as in 80"
            ],
            id="a goal that is too high",
        ),
        pytest.param(
            workload() + hpa(up("policies: [{type: Percent}]")),
            [
                f"not evaluated Deployment/d: {H}: {UP}/policies/0 has no periodSeconds or no value that the "
                "API server takes"
            ],
            id="a policy that can't be read",
        ),
        pytest.param(
            workload() + hpa(bounds="minReplicas: two"),
            [f"not evaluated Deployment/d: {H}: /spec/minReplicas is a text, not a whole number"],
            id="bounds that can't be read",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}",
            ["not evaluated Deployment/d: /spec/template/spec is missing"],
            id="no pod",
        ),
    ],
)
def test_goal_reachable(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


KEDA = """
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: k}
spec:
  scaleTargetRef: {name: d}
  minReplicaCount: 2
  triggers: [{type: prometheus, TYPE metadata: {query: sum(DCGM_FI_DEV_GPU_UTIL{app="d"}), threshold: "THRESHOLD"}}]
  advanced:
    horizontalPodAutoscalerConfig:
      behavior: {scaleUp: {tolerance: "1.0", policies: [{type: Percent, value: 100, periodSeconds: 60}]}}
"""
KEDA_UP = "/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleUp"


@pytest.mark.parametrize(
    ("threshold", "metric_type", "expected"),
    [
        pytest.param("40", "", PASS, id="a sum of a capped metric"),
        pytest.param(
            "45",
            "metricType: AverageValue,",
            [
                f"fail ScaledObject/k {KEDA_UP}/tolerance: "
                "Deployment/d states double-above 80, but it grows only above 90"
            ],
            id="too high",
        ),
        pytest.param(
            "1",
            "metricType: Value,",
            ["not evaluated Deployment/d: ScaledObject/k has no metric in per cent, the goal is about one"],
            id="a query that is a ratio by itself",
        ),
    ],
)
def test_a_trigger_of_keda(said: Any, threshold: str, metric_type: str, expected: list[str]) -> None:
    text = KEDA.replace("THRESHOLD", threshold).replace("TYPE", metric_type)
    text = text.replace('sum(DCGM_FI_DEV_GPU_UTIL{app="d"})', "'sum(DCGM_FI_DEV_GPU_UTIL{app=\"d\"})'")
    assert said(RULE, workload() + text) == expected


def test_what_is_capped_is_a_parameter(said: Any) -> None:
    text = workload("") + hpa("", GPU.replace("gpu_utilization", "disk_used"), "95")
    assert said(RULE, text) == []
    assert said(RULE, text, {"capped": ("disk_used",)}) == [
        f"fail {H} {TARGET}: it never grows: that needs more than 104.5, and its metric is never above 100"
    ]
