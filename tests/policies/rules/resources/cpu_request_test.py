"""resources/cpu-request: where a request may come from, and what is none."""

from typing import Any

import pytest

from policies.rules.resources.cpu_request import RULE

FIELD = "/spec/containers/0/resources/requests/cpu"
LIMIT_RANGE = """
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec: {limits: [{type: %s, %s}]}
"""


def pod(resources: str, own: str = "{}") -> str:
    containers = f"[{{name: c, resources: {resources}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, containers: {containers}}}}}"


def limit_range(what: str, kind: str = "Container") -> str:
    return LIMIT_RANGE % (kind, what)


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{requests: {cpu: 1}}"), {}, ["pass Pod/p"], id="a number is a request"),
        pytest.param(pod("{requests: {cpu: 250m}}"), {}, ["pass Pod/p"], id="a quantity is a request"),
        pytest.param(pod("{}"), {}, [f"fail Pod/p/c {FIELD}: no CPU request"], id="nothing written"),
        pytest.param(
            pod("{requests: {cpu: null}}"), {}, [f"fail Pod/p/c {FIELD}: no CPU request"], id="null is nothing"
        ),
        pytest.param(pod("{requests: {cpu: 0}}"), {}, [f"fail Pod/p/c {FIELD}: CPU request is 0"], id="zero is none"),
        pytest.param(pod("{requests: {cpu: one}}"), {}, ["pass Pod/p"], id="unreadable is another rule's"),
        pytest.param(pod("{requests: {memory: 1Gi}}"), {}, [f"fail Pod/p/c {FIELD}: no CPU request"], id="memory only"),
        pytest.param(
            pod("{limits: {cpu: 2}}"),
            {},
            [f"fail Pod/p/c {FIELD}: no CPU request, only a limit of 2"],
            id="a limit alone does not count",
        ),
        pytest.param(pod("{limits: {cpu: 2}}"), {"limit_counts": True}, ["pass Pod/p"], id="a limit counts if told so"),
        pytest.param(pod("{}", "{requests: {cpu: 2}}"), {}, ["pass Pod/p"], id="the pod's own request counts"),
        pytest.param(
            pod("{}", "{limits: {cpu: 2}}"),
            {},
            [f"fail Pod/p/c {FIELD}: no CPU request"],
            id="the pod's own limit does not",
        ),
        pytest.param(
            pod("{}", "{limits: {cpu: 2}}"), {"limit_counts": True}, ["pass Pod/p"], id="the pod's limit if told so"
        ),
        pytest.param(
            pod("{}") + limit_range("defaultRequest: {cpu: 50m}"), {}, ["pass Pod/p"], id="a LimitRange's request"
        ),
        pytest.param(
            pod("{}") + limit_range("default: {cpu: 1}"), {}, ["pass Pod/p"], id="a LimitRange's limit becomes one"
        ),
        pytest.param(pod("{}") + limit_range("max: {cpu: 1}"), {}, ["pass Pod/p"], id="so does a LimitRange's max"),
        pytest.param(pod("{}") + limit_range("min: {cpu: 10m}"), {}, ["pass Pod/p"], id="and a LimitRange's min"),
        pytest.param(
            pod("{}") + limit_range("max: {cpu: 1}", kind="Pod"),
            {},
            [f"fail Pod/p/c {FIELD}: no CPU request"],
            id="a LimitRange of pods gives nothing",
        ),
        pytest.param(
            pod("{}") + limit_range("default: {cpu: 1}").replace("{name: limits}", "{name: limits, namespace: other}"),
            {},
            [f"fail Pod/p/c {FIELD}: no CPU request"],
            id="a LimitRange of another namespace",
        ),
        pytest.param(
            pod("{}") + limit_range("defaultRequest: {cpu: 1}"),
            {"limit_range_counts": False},
            [f"fail Pod/p/c {FIELD}: no CPU request"],
            id="a LimitRange does not count if told so",
        ),
        pytest.param(
            pod("{limits: {cpu: 2}}") + limit_range("defaultRequest: {cpu: 50m}"),
            {},
            [f"fail Pod/p/c {FIELD}: no CPU request, only a limit of 2"],
            id="beside a limit a LimitRange gives no request",
        ),
    ],
)
def test_sources_of_a_request(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


CONTAINERS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template:
    spec:
      initContainers: [{name: first}, {name: proxy, restartPolicy: Always}]
      containers: [{name: main, resources: {requests: {cpu: 1}}}]
      ephemeralContainers: [{name: debug}]
"""
FIRST, PROXY = (
    f"fail Deployment/d/{name} /spec/template/spec/initContainers/{index}/resources/requests/cpu: no CPU request"
    for index, name in enumerate(("first", "proxy"))
)


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        pytest.param(True, [FIRST, PROXY], id="init containers and sidecars, never ephemeral containers"),
        pytest.param(False, [PROXY], id="without init containers sidecars stay"),
    ],
)
def test_kinds_of_container(said: Any, init: bool, expected: list[str]) -> None:
    assert sorted(said(RULE, CONTAINERS, {"init": init})) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {instances: 3}}",
            ["fail Cluster/db/postgres /spec/resources/requests/cpu: no CPU request"],
            id="a CloudNativePG Cluster is the container postgres",
        ),
        pytest.param(
            "{apiVersion: cluster.x-k8s.io/v1beta1, kind: Cluster, metadata: {name: c}}",
            [],
            id="another Cluster",
        ),
        pytest.param(
            "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: r}, spec: {workloadRef: {name: d}}}",
            ["not evaluated Rollout/r: the pod template stands in the object that /spec/workloadRef names"],
            id="a Rollout without a template",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: []}",
            ["not evaluated Deployment/d: /spec is a list, not a mapping"],
            id="a body that can't be read",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}",
            ["not evaluated Deployment/d: /spec/template/spec is missing"],
            id="no pod template",
        ),
        pytest.param("{apiVersion: v1, kind: Service, metadata: {name: s}}", [], id="no workload"),
    ],
)
def test_kinds_of_workload(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
