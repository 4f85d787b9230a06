"""scaling/request-for-metric: which requests the autoscaler divides by."""

from typing import Any

import pytest

from policies.rules.scaling.request_for_metric import RULE

PASS = ["pass Deployment/d"]
CPU, MEMORY = "resources: {requests: {cpu: 1}}", "resources: {requests: {memory: 1Gi}}"
H, K = "HorizontalPodAutoscaler/h", "ScaledObject/k"


def workload(pod: str) -> str:
    return f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: d}}, spec: {{template: {{spec: {{{pod}}}}}}}}}"


def one(fields: str = "") -> str:
    return workload(f"containers: [{{name: c, {fields}}}]")


def hpa(spec: str, version: str = "v2") -> str:
    return f"""
---
{{apiVersion: autoscaling/{version}, kind: HorizontalPodAutoscaler, metadata: {{name: h}},
 spec: {{scaleTargetRef: {{kind: Deployment, name: d}}, {spec}}}}}
"""


def metrics(*items: str) -> str:
    return hpa(f"metrics: [{', '.join(items)}]")


def scaled_object(trigger: str) -> str:
    return f"""
---
{{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {{name: k}},
 spec: {{scaleTargetRef: {{name: d}}, triggers: [{trigger}]}}}}
"""


def resource(name: str, target: str = "type: Utilization, averageUtilization: 60") -> str:
    return f"{{type: Resource, resource: {{name: {name}, target: {{{target}}}}}}}"


def of_container(container: str) -> str:
    target = "target: {type: Utilization, averageUtilization: 60}"
    return f"{{type: ContainerResource, containerResource: {{name: cpu, container: {container}, {target}}}}}"


def lacking(name: str, scaler: str = H, container: str = "c", place: str = "containers/0") -> str:
    shown = {"cpu": "CPU"}.get(name, name)
    field = f"/spec/template/spec/{place}/resources/requests/{name}"
    return f"fail Deployment/d/{container} {field}: no {shown} request, by which {scaler} divides"


LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, defaultRequest: {cpu: 1}}]}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(one(CPU) + metrics(resource("cpu")), PASS, id="a request"),
        pytest.param(one() + metrics(resource("cpu")), [lacking("cpu")], id="none"),
        pytest.param(one(MEMORY) + metrics(resource("cpu")), [lacking("cpu")], id="of another resource"),
        pytest.param(one(MEMORY) + metrics(resource("memory")), PASS, id="memory"),
        pytest.param(one(CPU) + metrics(resource("memory")), [lacking("memory")], id="no memory"),
        pytest.param(
            one() + metrics(resource("cpu"), resource("memory")), [lacking("cpu"), lacking("memory")], id="two metrics"
        ),
        pytest.param(one() + metrics(resource("cpu"), of_container("c")), [lacking("cpu")], id="told once"),
        pytest.param(one("resources: {limits: {cpu: 1}}") + metrics(resource("cpu")), PASS, id="a limit becomes one"),
        pytest.param(one() + LIMIT_RANGE + metrics(resource("cpu")), PASS, id="a LimitRange gives one"),
        pytest.param(
            one() + metrics(resource("cpu", "type: AverageValue, averageValue: 1")), [], id="an average value"
        ),
        pytest.param(one() + metrics(resource("cpu", "averageUtilization: 60")), [lacking("cpu")], id="no type"),
        pytest.param(one() + hpa(""), [lacking("cpu")], id="without metrics CPU is the default"),
        pytest.param(one() + hpa("metrics: []"), [lacking("cpu")], id="or with an empty list"),
        pytest.param(one() + hpa("", "v1"), [lacking("cpu")], id="version 1"),
        pytest.param(
            one() + hpa("targetCPUUtilizationPercentage: 50", "v1"), [lacking("cpu")], id="version 1 with a target"
        ),
        pytest.param(
            one() + metrics("{type: Pods, pods: {metric: {name: m}, target: {type: AverageValue, averageValue: 1}}}"),
            [],
            id="another metric",
        ),
        pytest.param(
            workload(f"containers: [{{name: c, {CPU}}}, {{name: e}}]") + metrics(resource("cpu")),
            [lacking("cpu", container="e", place="containers/1")],
            id="one container of two",
        ),
        pytest.param(
            workload(f"containers: [{{name: c, {CPU}}}, {{name: e}}]") + metrics(of_container("c")),
            PASS,
            id="the container that is measured",
        ),
        pytest.param(
            workload(f"containers: [{{name: c, {CPU}}}, {{name: e}}]") + metrics(of_container("e")),
            [lacking("cpu", container="e", place="containers/1")],
            id="the other one",
        ),
        pytest.param(
            one(CPU) + metrics(of_container("x")),
            [f"fail {H} /spec/metrics/0/containerResource/container: Deployment/d has no container x"],
            id="one that is not there",
        ),
        pytest.param(
            workload(f"initContainers: [{{name: s, restartPolicy: Always}}], containers: [{{name: c, {CPU}}}]")
            + metrics(resource("cpu")),
            [lacking("cpu", container="s", place="initContainers/0")],
            id="a sidecar",
        ),
        pytest.param(
            workload(f"initContainers: [{{name: i}}], containers: [{{name: c, {CPU}}}]") + metrics(resource("cpu")),
            PASS,
            id="an init container has ended",
        ),
        pytest.param(
            workload("resources: {requests: {cpu: 2}}, containers: [{name: c}]") + metrics(resource("cpu")),
            PASS,
            id="the pod's own request",
        ),
        pytest.param(
            workload("resources: {limits: {cpu: 2}}, containers: [{name: c}]") + metrics(resource("cpu")),
            PASS,
            id="the pod's own limit",
        ),
        pytest.param(
            workload(f"resources: {{requests: {{memory: 2Gi}}}}, containers: [{{name: c, {CPU}}}, {{name: e}}]")
            + metrics(resource("cpu")),
            PASS,
            id="the pod's sum",
        ),
        pytest.param(
            workload("resources: {requests: {memory: 2Gi}}, containers: [{name: c}]") + metrics(resource("cpu")),
            [lacking("cpu")],
            id="a sum of nothing",
        ),
        pytest.param(
            workload("resources: {requests: {cpu: 2}}, containers: [{name: c}]") + metrics(of_container("c")),
            [lacking("cpu")],
            id="one container's share needs its own",
        ),
        pytest.param(
            one() + scaled_object("{type: cpu, metricType: Utilization, metadata: {value: '60'}}"),
            [lacking("cpu", K)],
            id="a trigger of KEDA",
        ),
        pytest.param(
            one() + scaled_object("{type: memory, metadata: {type: Utilization, value: '60'}}"),
            [lacking("memory", K)],
            id="the older spelling",
        ),
        pytest.param(
            one() + scaled_object("{type: cpu, metricType: AverageValue, metadata: {value: '1'}}"), [], id="its average"
        ),
        pytest.param(
            one(CPU) + scaled_object("{type: cpu, metricType: Utilization, metadata: {value: '60', containerName: x}}"),
            [f"fail {K} /spec/triggers/0/metadata/containerName: Deployment/d has no container x"],
            id="its container",
        ),
        pytest.param(one() + scaled_object("{type: cron, metadata: {timezone: UTC}}"), [], id="another trigger"),
        pytest.param(
            workload("resources: {requests: {cpu: 2}}, containers: [{name: c}]")
            + metrics(resource("cpu"), resource("memory")),
            [lacking("memory")],
            id="the pod's own request of one of two",
        ),
        pytest.param(one(), [], id="no autoscaler"),
        pytest.param(
            one() + hpa("metrics: cpu"),
            [f"not evaluated Deployment/d: {H}: /spec/metrics is a text, not a list"],
            id="metrics that can't be read",
        ),
        pytest.param(
            workload("containers: c") + metrics(resource("cpu")),
            ["not evaluated Deployment/d: /spec/template/spec/containers is a text, not a list"],
            id="a pod that can't be read",
        ),
    ],
)
def test_request_for_metric(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_what_is_passed_over_hides_nothing_behind_it(said: Any) -> None:
    def named(text: str, name: str) -> str:
        return text.replace("name: d}", f"name: {name}}}").replace("name: h}", f"name: h-{name}}}")

    text = "\n---\n".join(
        [
            named(one(), "alone"),
            named(workload("containers: c") + metrics(resource("cpu")), "unreadable"),
            named(one() + hpa("metrics: cpu"), "unmeasured"),
            named(one(CPU) + metrics(resource("cpu")), "last"),
        ]
    )
    assert said(RULE, text) == [
        "not evaluated Deployment/unreadable: /spec/template/spec/containers is a text, not a list",
        "not evaluated Deployment/unmeasured: HorizontalPodAutoscaler/h-unmeasured: "
        "/spec/metrics is a text, not a list",
        "pass Deployment/last",
    ]
