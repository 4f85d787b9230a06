"""gpu/rollout-fits: what a rollout asks of the pool."""

from typing import Any

import pytest

from policies.rules.gpu.rollout_fits import RULE

SURGE = "/spec/strategy/rollingUpdate/maxSurge"


def workload(kind: str = "Deployment", spec: str = "replicas: 2", gpu: str = "nvidia.com/gpu", name: str = "m") -> str:
    group = {"Job": "batch/v1", "Rollout": "argoproj.io/v1alpha1"}.get(kind, "apps/v1")
    return f"""
---
apiVersion: {group}
kind: {kind}
metadata: {{name: {name}}}
spec:
  {spec}
  template: {{spec: {{containers: [{{name: c, resources: {{limits: {{{gpu}: 1}}}}}}]}}}}
"""


HPA = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: m}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: m}, minReplicas: 2, maxReplicas: 8}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            workload(),
            [f"fail Deployment/m {SURGE}: a rollout asks for 1 nvidia.com/gpu more at once"],
            id="the default of a Deployment adds a pod",
        ),
        pytest.param(
            workload(spec="replicas: 5"),
            [f"fail Deployment/m {SURGE}: a rollout asks for 2 nvidia.com/gpu more at once"],
            id="25 % rounds up",
        ),
        pytest.param(
            workload(spec="{}").replace("  {}\n", "") + HPA,
            [f"fail Deployment/m {SURGE}: a rollout asks for 2 nvidia.com/gpu more at once"],
            id="25 % of the autoscaler's maximum",
        ),
        pytest.param(
            workload(spec="strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"),
            ["pass Deployment/m"],
            id="zero",
        ),
        pytest.param(
            workload(spec="strategy: {rollingUpdate: {maxSurge: 0%}}"), ["pass Deployment/m"], id="zero percent"
        ),
        pytest.param(workload(spec="strategy: {type: Recreate}"), ["pass Deployment/m"], id="Recreate"),
        pytest.param(workload("StatefulSet"), ["pass StatefulSet/m"], id="a StatefulSet replaces in place"),
        pytest.param(workload("DaemonSet"), ["pass DaemonSet/m"], id="a DaemonSet replaces in place by default"),
        pytest.param(
            workload("DaemonSet", "updateStrategy: {rollingUpdate: {maxSurge: 1}}"),
            [
                "fail DaemonSet/m /spec/updateStrategy/rollingUpdate/maxSurge: "
                "a rollout asks for 1 nvidia.com/gpu more at once"
            ],
            id="a DaemonSet that surges",
        ),
        pytest.param(
            workload("DaemonSet", "updateStrategy: {type: OnDelete, rollingUpdate: {maxSurge: 1}}"),
            ["pass DaemonSet/m"],
            id="OnDelete",
        ),
        pytest.param(
            workload("Rollout", "replicas: 4"),
            ["fail Rollout/m /spec/strategy/canary/maxSurge: a rollout asks for 1 nvidia.com/gpu more at once"],
            id="the default of an Argo Rollout",
        ),
        pytest.param(
            workload("Rollout", "replicas: 3\n  strategy: {blueGreen: {activeService: a}}"),
            ["fail Rollout/m /spec/strategy/blueGreen: a rollout asks for 3 nvidia.com/gpu more at once"],
            id="blue and green are two whole sets",
        ),
        pytest.param(
            workload(gpu="nvidia.com/gpu: 1, amd.com/gpu"),
            [f"fail Deployment/m {SURGE}: a rollout asks for 1 amd.com/gpu, 1 nvidia.com/gpu more at once"],
            id="two kinds of GPU",
        ),
        pytest.param(workload("Job", "parallelism: 2"), [], id="a Job is never rolled out"),
        pytest.param(workload(gpu="cpu"), [], id="no GPU, not applicable"),
        pytest.param(
            workload(spec="strategy: {rollingUpdate: {maxSurge: some}}"),
            [
                "not evaluated Deployment/m: /spec/strategy/rollingUpdate/maxSurge is a text, "
                "not a whole number or a percentage"
            ],
            id="a surge that can't be read",
        ),
    ],
)
def test_without_a_pool(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("text", "gpus", "expected"),
    [
        pytest.param(workload(), 3, ["pass Deployment/m"], id="the pool holds maximum and surge"),
        pytest.param(
            workload(),
            2,
            [f"fail Deployment/m {SURGE}: a rollout at maximum asks for 2 + 1 pods of 1 GPU, the pool has 2"],
            id="the pool is full",
        ),
        pytest.param(
            workload(spec="{}").replace("  {}\n", "") + HPA,
            8,
            [f"fail Deployment/m {SURGE}: a rollout at maximum asks for 8 + 2 pods of 1 GPU, the pool has 8"],
            id="the pool is full at the autoscaler's maximum",
        ),
        pytest.param(
            workload() + workload("Job", "parallelism: 2", name="train"),
            4,
            [
                f"fail Deployment/m {SURGE}: "
                "a rollout at maximum asks for 2 + 1 pods of 1 GPU beside 2 of other workloads, the pool has 4"
            ],
            id="others hold the rest",
        ),
        pytest.param(
            workload() + workload("Job", "parallelism: 2", name="train"),
            3,
            ["pass Deployment/m"],
            id="a pool too small even without a rollout is another rule's",
        ),
        pytest.param(
            workload() + workload("Job", "parallelism: 9\n  completions: 1", name="train"),
            4,
            ["pass Deployment/m"],
            id="no more pods of a Job than it must complete",
        ),
        pytest.param(
            workload() + workload("StatefulSet", "replicas: 9", "nvidia.com/mig-1g.5gb", "slices"),
            3,
            ["pass Deployment/m", "pass StatefulSet/slices"],
            id="slices beside it hold no whole GPU",
        ),
        pytest.param(
            workload("DaemonSet", "updateStrategy: {rollingUpdate: {maxSurge: 1}}"),
            8,
            [
                "fail DaemonSet/m /spec/updateStrategy/rollingUpdate/maxSurge: "
                "a rollout asks for 1 nvidia.com/gpu more at once"
            ],
            id="the pool does not say what a node of a DaemonSet has left",
        ),
        pytest.param(
            workload(gpu="nvidia.com/mig-1g.5gb"),
            8,
            ["not evaluated Deployment/m: the fact gpus counts whole GPUs, and this pod asks for slices"],
            id="slices are not whole GPUs",
        ),
    ],
)
def test_with_the_fact_gpus(said: Any, text: str, gpus: int, expected: list[str]) -> None:
    assert said(RULE, text, facts={"gpus": gpus}) == expected


def test_a_rollout_asks_for_all_gpus_of_each_pod_that_it_adds(said: Any) -> None:
    spec = "replicas: 4\n  strategy: {rollingUpdate: {maxSurge: 2}}"
    text = workload(spec=spec).replace("nvidia.com/gpu: 1", "nvidia.com/gpu: 2")
    fact = "a rollout at maximum asks for 4 + 2 pods of 2 GPU, the pool has 11"
    assert said(RULE, text, facts={"gpus": 11}) == [f"fail Deployment/m {SURGE}: {fact}"]
    assert said(RULE, text, facts={"gpus": 12}) == ["pass Deployment/m"]
