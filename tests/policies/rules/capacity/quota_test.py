"""capacity/quota: what counts at the worst moment of a rollout at maximum."""

from typing import Any

import pytest

from policies.rules.capacity.quota import RULE


def quota(hard: str, more: str = "") -> str:
    return f"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: q}}, spec: {{hard: {{{hard}}}{more}}}}}\n"


def workload(
    kind: str = "Deployment",
    spec: str = "replicas: 3, ",
    pod: str = "containers: [{name: c, resources: {requests: {cpu: 1}}}]",
    name: str = "d",
) -> str:
    group = {"Job": "batch/v1", "Rollout": "argoproj.io/v1alpha1"}.get(kind, "apps/v1")
    template = f"template: {{spec: {{{pod}}}}}"
    return f"""
---
{{apiVersion: {group}, kind: {kind}, metadata: {{name: {name}}}, spec: {{{spec}{template}}}}}
"""


HPA = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {minReplicas: 2, maxReplicas: 8, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
"""
NO_SURGE = "replicas: 3, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}, "
CLUSTER = "\n---\n{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {instances: 3}}\n"


def cron_job(policy: str) -> str:
    return f"""
---
apiVersion: batch/v1
kind: CronJob
metadata: {{name: cron}}
spec: {{concurrencyPolicy: {policy}, jobTemplate: {{spec: {{parallelism: 2, template: {{spec: {{containers: []}}}}}}}}}}
"""


def scaled_job(spec: str) -> str:
    return f"""
---
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {{name: batch}}
spec: {{{spec}jobTargetRef: {{template: {{spec: {{containers: []}}}}}}}}
"""


@pytest.mark.parametrize(
    ("objects", "pods", "whose"),
    [
        pytest.param(workload(), 6, "Deployment/d 6", id="twice the replicas where a rollout surges"),
        pytest.param(workload(spec=NO_SURGE), 4, "Deployment/d 4", id="maximum and maxUnavailable where it does not"),
        pytest.param(workload(spec="replicas: 3, strategy: {type: Recreate}, "), 3, "Deployment/d 3", id="Recreate"),
        pytest.param(workload(spec="") + HPA, 16, "Deployment/d 16", id="the autoscaler's maximum"),
        pytest.param(workload("StatefulSet"), 3, "StatefulSet/d 3", id="a StatefulSet waits for the old pod"),
        pytest.param(workload("Rollout"), 6, "Rollout/d 6", id="an Argo Rollout surges by default"),
        pytest.param(workload("Job", "parallelism: 4, "), 4, "Job/d 4", id="a Job"),
        pytest.param(
            workload("Job", "parallelism: 4, completions: 2, "), 2, "Job/d 2", id="a Job with fewer completions"
        ),
        pytest.param(cron_job("Forbid"), 2, "CronJob/cron 2", id="a CronJob"),
        pytest.param(cron_job("Replace"), 4, "CronJob/cron 4", id="a CronJob that replaces its running Job"),
        pytest.param(scaled_job("maxReplicaCount: 5, "), 5, "ScaledJob/batch 5", id="a ScaledJob"),
        pytest.param(scaled_job(""), 100, "ScaledJob/batch 100", id="KEDA's default maximum"),
        pytest.param(CLUSTER, 4, "Cluster/db 4", id="a joining database instance"),
        pytest.param(
            workload() + CLUSTER + workload("Job", "", name="j") + workload("StatefulSet", name="s"),
            14,
            "Deployment/d 6, Cluster/db 4, StatefulSet/s 3 and 1 more",
            id="everything in the namespace",
        ),
    ],
)
def test_pods(said: Any, objects: str, pods: int, whose: str) -> None:
    assert said(RULE, quota(f"pods: {pods}") + objects) == ["pass ResourceQuota/q"]
    message = f"pods is {pods - 1}, a rollout at maximum asks for {pods}: {whose}"
    assert said(RULE, quota(f"pods: {pods - 1}") + objects) == [f"fail ResourceQuota/q /spec/hard/pods: {message}"]


RUN = "containers: [{name: c, resources: {requests: {cpu: 1}}}]"
INIT = f"initContainers: [{{name: i, resources: {{requests: {{cpu: 3}}}}}}], {RUN}"
SIDECAR = (
    "initContainers: [{name: s, restartPolicy: Always, resources: {requests: {cpu: 1}}}, "
    "{name: i, resources: {requests: {cpu: 2}}}], " + RUN
)
POD_LEVEL = "resources: {requests: {cpu: 2}}, containers: [{name: c}]"
LIMIT_RANGE = """
---
apiVersion: v1
kind: LimitRange
metadata: {name: l}
spec: {limits: [{type: Container, default: {cpu: 2, memory: 1Gi}, defaultRequest: {cpu: 500m, memory: 256Mi}}]}
"""


@pytest.mark.parametrize(
    ("entry", "enough", "too_few", "objects", "message"),
    [
        pytest.param("requests.cpu", "6", "5", workload(), "asks for 6: Deployment/d 6", id="requests"),
        pytest.param("cpu", "6", "5500m", workload(), "asks for 6: Deployment/d 6", id="the short name"),
        pytest.param(
            "requests.cpu",
            "18",
            "17",
            workload(pod=INIT),
            "asks for 18: Deployment/d 18",
            id="the larger of init and run",
        ),
        pytest.param(
            "requests.cpu",
            "18",
            "17",
            workload(pod=SIDECAR),
            "asks for 18: Deployment/d 18",
            id="sidecars run beside init",
        ),
        pytest.param(
            "requests.cpu",
            "12",
            "11",
            workload(pod=POD_LEVEL),
            "asks for 12: Deployment/d 12",
            id="the pod's own request",
        ),
        pytest.param(
            "requests.cpu",
            "12",
            "11",
            workload(pod="resources: {limits: {cpu: 2}}, containers: [{name: c}]") + LIMIT_RANGE,
            "asks for 12: Deployment/d 12",
            id="the pod's own limit is its request before a LimitRange gives one",
        ),
        pytest.param(
            "requests.cpu",
            "6",
            "5",
            workload(
                pod="resources: {limits: {cpu: 2}}, containers: [{name: c, resources: {limits: {cpu: 1}}}, {name: e}]"
            ),
            "asks for 6: Deployment/d 6",
            id="what a container asks for is the pod's request",
        ),
        pytest.param(
            "requests.cpu",
            "3",
            "2",
            workload(pod="containers: [{name: c}]") + LIMIT_RANGE,
            "asks for 3: Deployment/d 3",
            id="a LimitRange's request",
        ),
        pytest.param(
            "limits.memory",
            "6Gi",
            "5Gi",
            workload(pod="containers: [{name: c}]") + LIMIT_RANGE,
            "asks for 6Gi: Deployment/d 6Gi",
            id="a LimitRange's limit",
        ),
        pytest.param(
            "requests.memory",
            "6Gi",
            "5Gi",
            workload(pod="containers: [{name: c, resources: {limits: {memory: 1Gi}}}]"),
            "asks for 6Gi: Deployment/d 6Gi",
            id="a limit alone is the request",
        ),
        pytest.param(
            "requests.nvidia.com/gpu",
            "4",
            "3",
            workload(spec=NO_SURGE, pod="containers: [{name: c, resources: {limits: {nvidia.com/gpu: 1}}}]"),
            "asks for 4: Deployment/d 4",
            id="GPUs",
        ),
    ],
)
def test_amounts(said: Any, entry: str, enough: str, too_few: str, objects: str, message: str) -> None:
    assert said(RULE, quota(f"{entry}: {enough}") + objects)[0] == "pass ResourceQuota/q"
    field = entry.replace("/", "~1")
    fact = f"{entry} is {too_few}, a rollout at maximum {message}"
    assert said(RULE, quota(f"{entry}: {too_few}") + objects) == [f"fail ResourceQuota/q /spec/hard/{field}: {fact}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(quota("services: 1, requests.storage: 1Gi") + workload(), [], id="nothing about pods"),
        pytest.param(quota("pods: many") + workload(), [], id="unreadable is another rule's"),
        pytest.param(
            quota("pods: 1", ", scopes: [BestEffort]") + workload(),
            ["not evaluated ResourceQuota/q: it counts only the pods of its scopes"],
            id="scopes",
        ),
        pytest.param(
            quota("pods: 1", ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists}]}"),
            ["not evaluated ResourceQuota/q: it counts only the pods of its scopes"],
            id="a scope selector",
        ),
        pytest.param(
            quota("pods: 1") + workload().replace("{name: d}", "{name: d, namespace: x}"),
            ["pass ResourceQuota/q"],
            id="another namespace",
        ),
        pytest.param(
            quota("limits.cpu: 99, requests.cpu: 99") + workload(),
            [
                "fail ResourceQuota/q /spec/hard/limits.cpu: "
                "limits.cpu is limited, but Deployment/d/c has none, and Kubernetes refuses its pods"
            ],
            id="a container without what the quota demands",
        ),
        pytest.param(
            quota("limits.cpu: 99") + workload(pod=POD_LEVEL), ["pass ResourceQuota/q"], id="the pod has its own"
        ),
        pytest.param(
            quota("pods: 9") + workload("DaemonSet", ""),
            ["not evaluated ResourceQuota/q: DaemonSet/d: it runs a pod on each node, and there is no fact nodes"],
            id="a DaemonSet on nodes that nobody counted",
        ),
        pytest.param(
            quota("pods: 2") + workload("DaemonSet", "") + workload(name="e"),
            ["fail ResourceQuota/q /spec/hard/pods: pods is 2, a rollout at maximum asks for 6: Deployment/e 6"],
            id="too much even without the DaemonSet",
        ),
        pytest.param(
            quota("pods: 9") + "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: 1}}",
            ["not evaluated ResourceQuota/q: Deployment/d: /spec/template is the number 1, not a mapping"],
            id="a workload that can't be read",
        ),
    ],
)
def test_what_is_not_a_sum(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_a_daemon_set_runs_on_every_node(said: Any) -> None:
    text = quota("pods: 4") + workload("DaemonSet", "")
    message = "pods is 4, a rollout at maximum asks for 5: DaemonSet/d 5"
    assert said(RULE, text, facts={"nodes": 4}) == [f"fail ResourceQuota/q /spec/hard/pods: {message}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            quota("pods: 1", ", scopes: 5") + workload(),
            ["not evaluated ResourceQuota/q: /spec/scopes is the number 5, not a list"],
            id="scopes that can't be read",
        ),
        pytest.param(
            quota("requests.memory: 1Gi, pods: 1") + workload(),
            [
                "fail ResourceQuota/q /spec/hard/requests.memory: requests.memory is limited, "
                "but Deployment/d/c has none, and Kubernetes refuses its pods",
                "fail ResourceQuota/q /spec/hard/pods: pods is 1, a rollout at maximum asks for 6: Deployment/d 6",
            ],
            id="what is lacking hides nothing, and is told once",
        ),
    ],
)
def test_one_fault_beside_another(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
