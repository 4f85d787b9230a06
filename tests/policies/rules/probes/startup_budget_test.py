"""probes/startup-budget: the arithmetic of both probes, and which container a fact is about."""

from typing import Any

import pytest

from policies.rules.probes.startup_budget import RULE

PASS = ["pass Deployment/d"]
ASK = "tcpSocket: {port: 1}"
FIELD = "/spec/template/spec/containers/0"


def workload(pod: str, loads: str | None = None, chosen: str = "") -> str:
    facts = "" if loads is None else f", annotations: {{roadstead.dev/loads-within: {loads}}}"
    default = f"metadata: {{annotations: {{kubectl.kubernetes.io/default-container: {chosen}}}}}, " if chosen else ""
    head = f"apiVersion: apps/v1, kind: Deployment, metadata: {{name: d{facts}}}"
    return f"{{{head}, spec: {{template: {{{default}spec: {{{pod}}}}}}}}}"


def one(fields: str) -> str:
    return f"containers: [{{name: c, {fields}}}]"


EAGER = "livenessProbe asks from the start: there is neither a startupProbe nor an initialDelaySeconds"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(workload(one(f"startupProbe: {{{ASK}, failureThreshold: 60}}"), "10m"), PASS, id="just enough"),
        pytest.param(
            workload(one(f"startupProbe: {{{ASK}, failureThreshold: 60}}"), "601s"),
            [
                f"fail Deployment/d/c {FIELD}/startupProbe/failureThreshold: "
                "startupProbe restarts it after 10 x 60 = 600 s, but it loads within 601s"
            ],
            id="a second short",
        ),
        pytest.param(
            workload(one(f"startupProbe: {{{ASK}, initialDelaySeconds: 5, periodSeconds: 2}}"), "20s"),
            [
                f"fail Deployment/d/c {FIELD}/startupProbe/failureThreshold: "
                "startupProbe restarts it after 5 + 2 x 3 = 11 s, but it loads within 20s"
            ],
            id="the delay counts",
        ),
        pytest.param(
            workload(one(f"startupProbe: {{{ASK}, initialDelaySeconds: 5, periodSeconds: 5}}"), "20s"),
            PASS,
            id="and makes up for a short period",
        ),
        pytest.param(
            workload(one(f"livenessProbe: {{{ASK}}}"), "31s"),
            [
                f"fail Deployment/d/c {FIELD}/startupProbe: "
                "livenessProbe restarts it after 10 x 3 = 30 s, but it loads within 31s"
            ],
            id="liveness without a start-up probe",
        ),
        pytest.param(workload(one(f"livenessProbe: {{{ASK}}}"), "30s"), PASS, id="liveness that waits long enough"),
        pytest.param(
            workload(one(f"livenessProbe: {{{ASK}}}, startupProbe: {{{ASK}, failureThreshold: 9}}"), "90s"),
            PASS,
            id="liveness waits for the start-up probe",
        ),
        pytest.param(
            workload(one(f"livenessProbe: {{{ASK}}}")),
            [f"fail Deployment/d/c (warning) {FIELD}/startupProbe: {EAGER}"],
            id="liveness from the start",
        ),
        pytest.param(
            workload(one(f"livenessProbe: {{{ASK}, initialDelaySeconds: 1}}")), PASS, id="liveness with a delay"
        ),
        pytest.param(workload(one(f"startupProbe: {{{ASK}}}")), PASS, id="a start-up probe and no fact"),
        pytest.param(workload(one(f"readinessProbe: {{{ASK}}}"), "10m"), [], id="nothing restarts it"),
        pytest.param(
            workload(
                f"containers: [{{name: c, livenessProbe: {{{ASK}}}}}, {{name: e, livenessProbe: {{{ASK}}}}}]", "1s"
            ),
            [f"fail Deployment/d/e (warning) /spec/template/spec/containers/1/startupProbe: {EAGER}"],
            id="the fact is about the first container",
        ),
        pytest.param(
            workload(f"containers: [{{name: c}}, {{name: e, startupProbe: {{{ASK}}}}}]", loads="31s", chosen="e"),
            [
                "fail Deployment/d/e /spec/template/spec/containers/1/startupProbe/failureThreshold: "
                "startupProbe restarts it after 10 x 3 = 30 s, but it loads within 31s"
            ],
            id="or about the one that kubectl takes",
        ),
        pytest.param(
            workload(
                f"initContainers: [{{name: s, restartPolicy: Always, livenessProbe: {{{ASK}}}}}], "
                "containers: [{name: c}]",
                loads="10m",
            ),
            [f"fail Deployment/d/s (warning) /spec/template/spec/initContainers/0/startupProbe: {EAGER}"],
            id="a sidecar",
        ),
        pytest.param(
            workload(one(f"startupProbe: {{{ASK}}}"), "soon"),
            [
                "not evaluated Deployment/d: annotation roadstead.dev/loads-within: "
                "'soon' is no duration: write a number and s, m or h, as in 90s, 10m or 1h30m"
            ],
            id="a fact that is no duration",
        ),
        pytest.param(
            workload(one(f"startupProbe: {{{ASK}}}"), "{}"),
            ["not evaluated Deployment/d: /metadata/annotations/roadstead.dev~1loads-within is a mapping, not a text"],
            id="a fact that is no text",
        ),
    ],
)
def test_startup_budget(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
