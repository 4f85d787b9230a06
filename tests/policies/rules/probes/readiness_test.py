"""probes/readiness: which containers are asked, and what counts as a probe."""

from typing import Any

import pytest

from policies.rules.probes.readiness import RULE

READY = "readinessProbe: {tcpSocket: {port: 80}}"
MISSING = "/spec/template/spec/containers/0/readinessProbe: no readinessProbe"


def workload(pod: str, kind: str = "Deployment", group: str = "apps/v1") -> str:
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: d}}, spec: {{template: {{spec: {{{pod}}}}}}}}}"


def container(fields: str = "", name: str = "c") -> str:
    return f"{{name: {name}, {fields}}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(workload(f"containers: [{container(READY)}]"), {}, ["pass Deployment/d"], id="a probe"),
        pytest.param(workload(f"containers: [{container()}]"), {}, [f"fail Deployment/d/c {MISSING}"], id="no probe"),
        pytest.param(
            workload(f"containers: [{container('readinessProbe: null')}]"),
            {},
            [f"fail Deployment/d/c {MISSING}"],
            id="null is no probe",
        ),
        pytest.param(
            workload(f"containers: [{container('readinessProbe: {periodSeconds: 5}')}]"),
            {},
            ["fail Deployment/d/c /spec/template/spec/containers/0/readinessProbe: readinessProbe asks nothing"],
            id="a probe without a question",
        ),
        pytest.param(
            workload(f"containers: [{container('livenessProbe: {exec: {command: [ls]}}')}]"),
            {},
            [f"fail Deployment/d/c {MISSING}"],
            id="another probe is not asked for",
        ),
        pytest.param(
            workload(f"containers: [{container('readinessProbe: {grpc: {port: 1}}')}]"),
            {},
            ["pass Deployment/d"],
            id="gRPC is a question",
        ),
        pytest.param(
            workload(f"containers: [{container('readinessProbe: {exec: {command: [ls]}}')}]"),
            {},
            ["pass Deployment/d"],
            id="a command is a question",
        ),
        pytest.param(
            workload(f"containers: [{container('readinessProbe: {httpGet: {port: 1}}')}]"),
            {},
            ["pass Deployment/d"],
            id="a request is a question",
        ),
        pytest.param(
            workload(f"initContainers: [{container(name='i')}], containers: [{container(READY)}]"),
            {},
            ["pass Deployment/d"],
            id="an init container is not asked",
        ),
        pytest.param(
            workload(f"initContainers: [{container('restartPolicy: Always', 's')}], containers: [{container(READY)}]"),
            {},
            ["fail Deployment/d/s /spec/template/spec/initContainers/0/readinessProbe: no readinessProbe"],
            id="a sidecar is",
        ),
        pytest.param(
            workload(f"containers: [{container()}, {container(READY, 'e')}]"),
            {"containers": "any"},
            ["pass Deployment/d"],
            id="one container is enough if told so",
        ),
        pytest.param(
            workload(f"containers: [{container()}, {container(name='e')}]"),
            {"containers": "any"},
            ["fail Deployment/d /spec/template/spec/containers/0/readinessProbe: no container has readinessProbe"],
            id="none is not",
        ),
        pytest.param(
            workload(f"containers: [{container()}, {container(READY, 'e')}]"),
            {},
            [f"fail Deployment/d/c {MISSING}"],
            id="else every container",
        ),
        pytest.param(workload("containers: []"), {"containers": "any"}, ["pass Deployment/d"], id="no container"),
        pytest.param(workload(f"containers: [{container()}]", "Job", "batch/v1"), {}, [], id="a Job is not asked"),
        pytest.param(
            workload(f"containers: [{container()}]", "Job", "batch/v1"),
            {"kinds": ("Job",)},
            [f"fail Job/d/c {MISSING}"],
            id="unless told so",
        ),
        *(
            pytest.param(
                workload(f"containers: [{container()}]", kind, group), {}, [f"fail {kind}/d/c {MISSING}"], id=kind
            )
            for kind, group in (
                ("StatefulSet", "apps/v1"),
                ("DaemonSet", "apps/v1"),
                ("ReplicaSet", "apps/v1"),
                ("Rollout", "argoproj.io/v1alpha1"),
            )
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: d}, spec: {containers: [{name: c}]}}",
            {},
            ["fail Pod/d/c /spec/containers/0/readinessProbe: no readinessProbe"],
            id="a bare Pod",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: d}, spec: {restartPolicy: Always, containers: [{name: c}]}}",
            {},
            ["fail Pod/d/c /spec/containers/0/readinessProbe: no readinessProbe"],
            id="one that is always restarted",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: d}, spec: {restartPolicy: Never, containers: [{name: c}]}}",
            {},
            [],
            id="one that ends",
        ),
        pytest.param(
            workload(f"containers: [{container('readinessProbe: soon')}]"),
            {},
            ["not evaluated Deployment/d: /spec/template/spec/containers/0/readinessProbe is a text, not a mapping"],
            id="a text",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {}}",
            {},
            ["not evaluated Deployment/d: /spec/template/spec is missing"],
            id="no pod",
        ),
    ],
)
def test_readiness(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, {"workers": True, **parameters}) == expected


SERVICE = """
---
{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: SELECTOR}}
"""
LABELLED = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec: {template: {metadata: {labels: {app: a, tier: b}}, spec: {containers: [{name: c, PORTS}]}}}
"""


def labelled(selector: str = "", ports: str = "") -> str:
    return LABELLED.replace("PORTS", ports) + (SERVICE.replace("SELECTOR", selector) if selector else "")


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        pytest.param(labelled(), False, id="no Service and no port"),
        pytest.param(labelled(ports="ports: []"), False, id="an empty list of ports"),
        pytest.param(labelled(ports="ports: [{containerPort: 80}]"), True, id="a port"),
        pytest.param(labelled("{app: a}"), True, id="a Service"),
        pytest.param(labelled("{app: a, tier: b}"), True, id="a Service by two labels"),
        pytest.param(labelled("{app: a, tier: x}"), False, id="a Service of other pods"),
        pytest.param(labelled("{}"), False, id="a Service that selects nothing"),
        pytest.param(labelled("null"), False, id="a Service without a selector"),
        pytest.param(labelled("a"), False, id="a selector that can't be read"),
        pytest.param(
            labelled("{app: a}").replace("{name: s}", "{name: s, namespace: n}"), False, id="another namespace"
        ),
        pytest.param(
            labelled("{app: a}").replace("v1, kind: Service", "serving.knative.dev/v1, kind: Service"),
            False,
            id="another Service",
        ),
    ],
)
def test_pods_without_traffic_need_none(said: Any, text: str, judged: bool) -> None:
    assert said(RULE, text) == ([f"fail Deployment/d/c {MISSING}"] if judged else ["pass Deployment/d"])
