"""capacity/pool: everything at maximum against what the nodes have."""

from typing import Any

import pytest

from policies.rules.capacity.pool import RULE

ASKS = "requests: {cpu: 1, memory: 1Gi}"
GPU = "limits: {nvidia.com/gpu: 2}"
NO_SURGE = "strategy: {rollingUpdate: {maxSurge: 0}}, "


def workload(resources: str, spec: str = "replicas: 4, ", kind: str = "Deployment", name: str = "d") -> str:
    group = {"Job": "batch/v1", "ScaledJob": "keda.sh/v1alpha1"}.get(kind, "apps/v1")
    template = f"template: {{spec: {{containers: [{{name: c, resources: {{{resources}}}}}]}}}}"
    body = f"jobTargetRef: {{{template}}}" if kind == "ScaledJob" else template
    return f"\n---\n{{apiVersion: {group}, kind: {kind}, metadata: {{name: {name}}}, spec: {{{spec}{body}}}}}\n"


HPA = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {maxReplicas: 8, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
"""
CLUSTER = """
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {instances: 3, resources: {requests: {cpu: 1, memory: 1Gi}}}
"""
LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 3}}]}}
"""
ROLLOUT = "a rollout at maximum asks for"


@pytest.mark.parametrize(
    ("text", "enough", "too_few", "expected"),
    [
        pytest.param(
            workload(GPU),
            {"gpus": 8},
            {"gpus": 7},
            "Deployment/d /spec/replicas: the nodes have 7 gpus, everything at maximum asks for 8: Deployment/d 8",
            id="GPUs without what a rollout adds",
        ),
        pytest.param(
            workload(ASKS),
            {"pods": 5},
            {"pods": 4},
            f"Deployment/d /spec/replicas: the nodes have 4 pods, {ROLLOUT} 5: Deployment/d 5",
            id="pods with what a rollout adds",
        ),
        pytest.param(
            workload(ASKS, "replicas: 4, " + NO_SURGE),
            {"pods": 4},
            {"pods": 3},
            f"Deployment/d /spec/replicas: the nodes have 3 pods, {ROLLOUT} 4: Deployment/d 4",
            id="a terminating pod does not count",
        ),
        pytest.param(
            workload(ASKS),
            {"cpu": 5},
            {"cpu": "4999m"},
            f"Deployment/d /spec/replicas: the nodes have 4999m cpu, {ROLLOUT} 5: Deployment/d 5",
            id="CPU",
        ),
        pytest.param(
            workload(ASKS),
            {"memory": "5Gi"},
            {"memory": "5119Mi"},
            f"Deployment/d /spec/replicas: the nodes have 5119Mi memory, {ROLLOUT} 5Gi: Deployment/d 5Gi",
            id="memory",
        ),
        pytest.param(
            workload("") + LIMIT_RANGE,
            {"cpu": 15},
            {"cpu": 14},
            f"Deployment/d /spec/replicas: the nodes have 14 cpu, {ROLLOUT} 15: Deployment/d 15",
            id="what a LimitRange gives",
        ),
        pytest.param(
            workload(ASKS, "") + HPA,
            {"cpu": 10},
            {"cpu": 9},
            f"HorizontalPodAutoscaler/h /spec/maxReplicas: the nodes have 9 cpu, {ROLLOUT} 10: Deployment/d 10",
            id="the autoscaler's maximum is the field",
        ),
        pytest.param(
            workload(GPU, "parallelism: 4, completions: 3, ", "Job"),
            {"gpus": 6},
            {"gpus": 5},
            "Job/d /spec/parallelism: the nodes have 5 gpus, everything at maximum asks for 6: Job/d 6",
            id="a Job",
        ),
        pytest.param(
            workload(GPU, "maxReplicaCount: 3, ", "ScaledJob"),
            {"gpus": 6},
            {"gpus": 5},
            "ScaledJob/d /spec/jobTargetRef/parallelism: "
            "the nodes have 5 gpus, everything at maximum asks for 6: ScaledJob/d 6",
            id="a ScaledJob",
        ),
        pytest.param(
            CLUSTER,
            {"cpu": 4},
            {"cpu": 3},
            f"Cluster/db /spec/instances: the nodes have 3 cpu, {ROLLOUT} 4: Cluster/db 4",
            id="a joining database instance",
        ),
        pytest.param(
            workload(ASKS, "", "DaemonSet"),
            {"nodes": 3, "cpu": 3},
            {"nodes": 4, "cpu": 3},
            f"DaemonSet/d /spec/template/spec: the nodes have 3 cpu, {ROLLOUT} 4: DaemonSet/d 4",
            id="a pod on each node",
        ),
    ],
)
def test_one_workload(said: Any, text: str, enough: dict[str, Any], too_few: dict[str, Any], expected: str) -> None:
    assert {line.split()[0] for line in said(RULE, text, facts=enough)} == {"pass"}
    assert said(RULE, text, facts=too_few) == [f"fail {expected}"]


ALL = workload(ASKS) + workload(ASKS, "replicas: 2, ", "StatefulSet", "s") + CLUSTER


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        pytest.param(workload(ASKS), {}, [], id="no facts"),
        pytest.param(
            workload(GPU), {}, ["not evaluated Deployment/d: there is no fact gpus"], id="GPUs without the fact"
        ),
        pytest.param(workload(GPU), {"pods": 9}, ["pass Deployment/d"], id="another fact alone"),
        pytest.param(
            workload(GPU),
            {"nodes": 9, "closed": True},
            ["not evaluated Deployment/d: there is no fact gpus"],
            id="facts that are no capacity",
        ),
        pytest.param(
            ALL,
            {"cpu": 10, "pods": 11, "memory": "11Gi"},
            [
                f"fail Deployment/d /spec/replicas: "
                f"the nodes have 10 cpu, {ROLLOUT} 11: Deployment/d 5, Cluster/db 4, StatefulSet/s 2",
                "pass StatefulSet/s",
                "pass Cluster/db",
            ],
            id="everything together, and the largest share is named",
        ),
        pytest.param(
            ALL.replace("name: s}", "name: s, namespace: other}"),
            {"pods": 10},
            [
                f"fail Deployment/d /spec/replicas: "
                f"the nodes have 10 pods, {ROLLOUT} 11: Deployment/d 5, Cluster/db 4, StatefulSet/s 2",
                "pass StatefulSet/s",
                "pass Cluster/db",
            ],
            id="all namespaces share the nodes",
        ),
        pytest.param(
            workload(ASKS),
            {"cpu": 4, "memory": "4Gi"},
            [
                f"fail Deployment/d /spec/replicas: the nodes have 4 cpu, {ROLLOUT} 5: Deployment/d 5",
                f"fail Deployment/d /spec/replicas: the nodes have 4Gi memory, {ROLLOUT} 5Gi: Deployment/d 5Gi",
            ],
            id="two facts are two findings",
        ),
        pytest.param(
            workload(ASKS, "", "DaemonSet"),
            {"cpu": 9},
            ["not evaluated DaemonSet/d: it runs a pod on each node, and there is no fact nodes"],
            id="a DaemonSet on nodes that nobody counted",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: 1}}",
            {"cpu": 9},
            ["not evaluated Deployment/d: /spec/template is the number 1, not a mapping"],
            id="a workload that can't be read",
        ),
        pytest.param(
            workload("limits: {nvidia.com/mig-1g.5gb: 7}"),
            {"gpus": 1},
            ["pass Deployment/d"],
            id="slices are no whole GPUs",
        ),
    ],
)
def test_all_together(said: Any, text: str, facts: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, facts=facts) == expected


def test_which_are_gpus(said: Any) -> None:
    parameters = {"resources": ("example.com/gpu",)}
    assert said(RULE, workload(GPU), parameters, {"gpus": 1}) == ["pass Deployment/d"]
    assert said(RULE, workload(GPU), parameters) == []
