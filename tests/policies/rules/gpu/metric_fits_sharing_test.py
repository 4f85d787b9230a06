"""gpu/metric-fits-sharing: which metrics, which autoscalers, which ways to share."""

from typing import Any

import pytest

from policies.rules.gpu.metric_fits_sharing import RULE

MIG = "which DCGM does not report for nvidia.com/mig-1g.5gb"
SHARED = "which is that of all pods that share one %s"
NAME = "/spec/metrics/0/pods/metric/name"
UTIL = "{type: Pods, pods: {metric: {name: DCGM_FI_DEV_GPU_UTIL}}}"


def hpa(metrics: str) -> str:
    return f"""
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: s}}
spec: {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: m}}, metrics: [{metrics}]}}
"""


def keda(metadata: str) -> str:
    return f"""
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{name: s}}
spec: {{scaleTargetRef: {{name: m}}, triggers: [{{type: prometheus, metadata: {{{metadata}}}}}]}}
"""


def model(resource: str) -> str:
    pod = f"{{containers: [{{name: c, resources: {{limits: {{{resource}: 1}}}}}}]}}"
    return f"""
---
{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: m}}, spec: {{template: {{spec: {pod}}}}}}}
"""


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(hpa(UTIL) + model("nvidia.com/gpu"), {}, ["pass HorizontalPodAutoscaler/s"], id="a whole GPU"),
        pytest.param(
            hpa(UTIL) + model("nvidia.com/mig-1g.5gb"),
            {},
            [f"fail HorizontalPodAutoscaler/s {NAME}: it scales Deployment/m on GPU_UTIL, {MIG}"],
            id="a slice",
        ),
        pytest.param(
            hpa(UTIL) + model("nvidia.com/gpu.shared"),
            {},
            [
                f"fail HorizontalPodAutoscaler/s {NAME}: it scales Deployment/m on GPU_UTIL, "
                f"{SHARED % 'nvidia.com/gpu.shared'}"
            ],
            id="a share",
        ),
        pytest.param(
            hpa(UTIL) + model("nvidia.com/gpu"),
            {"shared": True},
            [f"fail HorizontalPodAutoscaler/s {NAME}: it scales Deployment/m on GPU_UTIL, {SHARED % 'nvidia.com/gpu'}"],
            id="a share that is called a whole GPU",
        ),
        pytest.param(
            hpa("{type: External, external: {metric: {name: model_gpu_util}}}") + model("nvidia.com/mig-1g.5gb"),
            {},
            [
                "fail HorizontalPodAutoscaler/s /spec/metrics/0/external/metric/name: "
                f"it scales Deployment/m on GPU_UTIL, {MIG}"
            ],
            id="an external metric, in small letters",
        ),
        pytest.param(
            hpa("{type: Object, object: {metric: {name: gpu_util}}}") + model("nvidia.com/mig-1g.5gb"),
            {},
            [
                "fail HorizontalPodAutoscaler/s /spec/metrics/0/object/metric/name: "
                f"it scales Deployment/m on GPU_UTIL, {MIG}"
            ],
            id="an object's metric",
        ),
        pytest.param(
            hpa("{type: Resource, resource: {name: cpu}}, " + UTIL) + model("nvidia.com/mig-1g.5gb"),
            {},
            [f"fail HorizontalPodAutoscaler/s {NAME.replace('0', '1')}: it scales Deployment/m on GPU_UTIL, {MIG}"],
            id="the second metric",
        ),
        pytest.param(
            hpa(UTIL.replace("DEV_GPU_UTIL", "PROF_GR_ENGINE_ACTIVE")) + model("nvidia.com/mig-1g.5gb"),
            {},
            ["pass HorizontalPodAutoscaler/s"],
            id="a metric that MIG has",
        ),
        pytest.param(
            hpa("{type: Pods, pods: {metric: {name: duty_cycle}}}") + model("nvidia.com/mig-1g.5gb"),
            {"metrics": ("duty_*",)},
            [f"fail HorizontalPodAutoscaler/s {NAME}: it scales Deployment/m on duty_, {MIG}"],
            id="which metrics",
        ),
        pytest.param(
            keda("query: 'avg(DCGM_FI_DEV_GPU_UTIL{pod=~\"m-.*\"})'") + model("nvidia.com/mig-1g.5gb"),
            {},
            [f"fail ScaledObject/s /spec/triggers/0/metadata/query: it scales Deployment/m on GPU_UTIL, {MIG}"],
            id="a query of KEDA",
        ),
        pytest.param(
            keda("metricName: gpu_util") + model("nvidia.com/mig-1g.5gb"),
            {},
            [f"fail ScaledObject/s /spec/triggers/0/metadata/metricName: it scales Deployment/m on GPU_UTIL, {MIG}"],
            id="a name of KEDA",
        ),
        pytest.param(
            keda("query: 1") + model("nvidia.com/mig-1g.5gb"),
            {},
            ["not evaluated ScaledObject/s: /spec/triggers/0/metadata/query is the number 1, not a text"],
            id="a query that can't be read",
        ),
        pytest.param(
            hpa(UTIL) + model("nvidia.com/gpu").replace("name: m", "name: a") + model("nvidia.com/mig-1g.5gb"),
            {},
            [f"fail HorizontalPodAutoscaler/s {NAME}: it scales Deployment/m on GPU_UTIL, {MIG}"],
            id="another workload in front of it",
        ),
        pytest.param(hpa(UTIL) + model("cpu"), {}, [], id="no GPU, not applicable"),
        pytest.param(model("nvidia.com/mig-1g.5gb"), {}, [], id="no autoscaler, not applicable"),
        pytest.param(
            hpa(UTIL) + model("nvidia.com/mig-1g.5gb"), {"resources": ("amd.com/gpu",)}, [], id="which are GPUs"
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
