"""pod-security/probe-host: no host in any call."""

from typing import Any

import pytest

from policies.rules.pod_security.probe_host import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, livenessProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/livenessProbe/httpGet/host: livenessProbe calls the host h"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, livenessProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/livenessProbe/httpGet/host: livenessProbe calls the host h"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, livenessProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/livenessProbe/httpGet/host: livenessProbe calls the host h"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, livenessProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/livenessProbe/httpGet/host: livenessProbe calls the host h"],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, livenessProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/livenessProbe/httpGet/host: livenessProbe calls the host h"],
            id="livenessProbe by httpGet",
        ),
        pytest.param(
            "{containers: [{name: c, livenessProbe: {tcpSocket: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/livenessProbe/tcpSocket/host: livenessProbe calls the host h"],
            id="livenessProbe by tcpSocket",
        ),
        pytest.param(
            "{containers: [{name: c, readinessProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/readinessProbe/httpGet/host: readinessProbe calls the host h"],
            id="readinessProbe by httpGet",
        ),
        pytest.param(
            "{containers: [{name: c, readinessProbe: {tcpSocket: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/readinessProbe/tcpSocket/host: readinessProbe calls the host h"],
            id="readinessProbe by tcpSocket",
        ),
        pytest.param(
            "{containers: [{name: c, startupProbe: {httpGet: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/startupProbe/httpGet/host: startupProbe calls the host h"],
            id="startupProbe by httpGet",
        ),
        pytest.param(
            "{containers: [{name: c, startupProbe: {tcpSocket: {host: h, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/startupProbe/tcpSocket/host: startupProbe calls the host h"],
            id="startupProbe by tcpSocket",
        ),
        pytest.param(
            "{containers: [{name: c, lifecycle: {postStart: {httpGet: {host: h, port: 1}}}}]}",
            ["fail Pod/p/c /spec/containers/0/lifecycle/postStart/httpGet/host: lifecycle.postStart calls the host h"],
            id="lifecycle.postStart by httpGet",
        ),
        pytest.param(
            "{containers: [{name: c, lifecycle: {postStart: {tcpSocket: {host: h, port: 1}}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/lifecycle/postStart/tcpSocket/host: lifecycle.postStart "
                "calls the host h"
            ],
            id="lifecycle.postStart by tcpSocket",
        ),
        pytest.param(
            "{containers: [{name: c, lifecycle: {preStop: {httpGet: {host: h, port: 1}}}}]}",
            ["fail Pod/p/c /spec/containers/0/lifecycle/preStop/httpGet/host: lifecycle.preStop calls the host h"],
            id="lifecycle.preStop by httpGet",
        ),
        pytest.param(
            "{containers: [{name: c, lifecycle: {preStop: {tcpSocket: {host: h, port: 1}}}}]}",
            ["fail Pod/p/c /spec/containers/0/lifecycle/preStop/tcpSocket/host: lifecycle.preStop calls the host h"],
            id="lifecycle.preStop by tcpSocket",
        ),
        pytest.param(
            "{containers: [{name: c, livenessProbe: {httpGet: {host: 127.0.0.1, port: 1}}}]}",
            ["fail Pod/p/c /spec/containers/0/livenessProbe/httpGet/host: livenessProbe calls the host 127.0.0.1"],
            id="even itself",
        ),
        pytest.param(
            '{containers: [{name: c, livenessProbe: {httpGet: {host: "", port: 1}}}]}', PASS, id="an empty one"
        ),
        pytest.param(
            "{containers: [{name: c, livenessProbe: {grpc: {host: h, port: 1}}}]}", PASS, id="grpc has no such field"
        ),
        pytest.param("{containers: [{name: c}]}", PASS, id="no probe"),
        pytest.param(
            "{containers: [{name: c, livenessProbe: {httpGet: {host: 1, port: 1}}}]}",
            ["not evaluated Pod/p: /spec/containers/0/livenessProbe/httpGet/host is the number 1, not a text"],
            id="a number",
        ),
    ],
)
def test_probe_host(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


def test_the_control_came_with_1_34(of_pod: Any) -> None:
    spec = "{containers: [{name: c, livenessProbe: {tcpSocket: {host: h}}}]}"
    assert of_pod(RULE, spec, kubernetes="1.33") == []
    assert len(of_pod(RULE, spec, kubernetes="1.34")) == 1
