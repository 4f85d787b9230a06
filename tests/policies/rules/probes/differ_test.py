"""probes/differ: when two probes ask the same, and which of them gives up first."""

from typing import Any

import pytest

from policies.rules.probes.differ import RULE

HEAD = "apiVersion: apps/v1, kind: Deployment, metadata: {name: d}"
PASS = ["pass Deployment/d"]


def again(live: int, ready: int, container: str = "d/c", list_name: str = "containers") -> list[str]:
    return [
        f"fail Deployment/{container} /spec/template/spec/{list_name}/0/livenessProbe: "
        f"livenessProbe asks what readinessProbe asks and gives up after {live} s, readinessProbe after {ready} s"
    ]


def pod(live: str, ready: str, ports: str = "[]") -> str:
    return f"containers: [{{name: c, ports: {ports}, livenessProbe: {{{live}}}, readinessProbe: {{{ready}}}}}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod("httpGet: {path: /a, port: 1}", "httpGet: {path: /a, port: 1}"), again(30, 30), id="twins"),
        pytest.param(pod("httpGet: {path: /a, port: 1}", "httpGet: {path: /b, port: 1}"), PASS, id="another path"),
        pytest.param(pod("httpGet: {path: /a, port: 1}", "httpGet: {path: /a, port: 2}"), PASS, id="another port"),
        pytest.param(pod("httpGet: {port: 1}", "httpGet: {path: /, port: 1}"), again(30, 30), id="the default path"),
        pytest.param(
            pod("httpGet: {port: 1}", "httpGet: {scheme: HTTP, port: 1}"), again(30, 30), id="the default scheme"
        ),
        pytest.param(pod("httpGet: {port: 1}", "httpGet: {scheme: HTTPS, port: 1}"), PASS, id="another scheme"),
        pytest.param(pod("httpGet: {port: 1}", "httpGet: {host: h, port: 1}"), PASS, id="another host"),
        pytest.param(
            pod("httpGet: {port: 1}", "httpGet: {port: 1, httpHeaders: [{name: a, value: b}]}"), PASS, id="a header"
        ),
        pytest.param(
            pod(
                "httpGet: {port: 1, httpHeaders: [{name: c, value: d}, {name: a, value: b}]}",
                "httpGet: {port: 1, httpHeaders: [{name: a, value: b}, {name: c, value: d}]}",
            ),
            again(30, 30),
            id="headers in another order",
        ),
        pytest.param(
            pod("httpGet: {port: web}", "httpGet: {port: 80}", "[{name: web, containerPort: 80}]"),
            again(30, 30),
            id="a port by name and by number",
        ),
        pytest.param(pod("tcpSocket: {port: 1}", "httpGet: {port: 1}"), PASS, id="another way of asking"),
        pytest.param(pod("tcpSocket: {port: 1}", "tcpSocket: {port: 1}"), again(30, 30), id="sockets"),
        pytest.param(pod("tcpSocket: {port: 1}", "tcpSocket: {port: 1, host: h}"), PASS, id="sockets of two hosts"),
        pytest.param(pod("tcpSocket: {port: 1}", "tcpSocket: {port: 2}"), PASS, id="two sockets"),
        pytest.param(pod("grpc: {port: 1}", "grpc: {port: 1, service: ''}"), again(30, 30), id="gRPC"),
        pytest.param(pod("grpc: {port: 1}", "grpc: {port: 1, service: live}"), PASS, id="two gRPC services"),
        pytest.param(pod("grpc: {port: 1}", "grpc: {port: 2}"), PASS, id="two gRPC ports"),
        pytest.param(pod("exec: {command: [a]}", "exec: {command: [a]}"), again(30, 30), id="commands"),
        pytest.param(pod("exec: {command: [a]}", "exec: {command: [a, b]}"), PASS, id="two commands"),
        pytest.param(pod("", ""), again(30, 30), id="two that ask nothing"),
        pytest.param(
            pod("tcpSocket: {port: 1}, failureThreshold: 4", "tcpSocket: {port: 1}"), PASS, id="liveness gives up later"
        ),
        pytest.param(
            pod("tcpSocket: {port: 1}, periodSeconds: 20", "tcpSocket: {port: 1}"), PASS, id="or asks less often"
        ),
        pytest.param(
            pod("tcpSocket: {port: 1}, periodSeconds: 5, failureThreshold: 6", "tcpSocket: {port: 1}"),
            again(30, 30),
            id="at the same time in other steps",
        ),
        pytest.param(pod("tcpSocket: {port: 1}, periodSeconds: 5", "tcpSocket: {port: 1}"), again(15, 30), id="sooner"),
        pytest.param(
            pod("tcpSocket: {port: 1}, periodSeconds: 0", "tcpSocket: {port: 1}, failureThreshold: 0"),
            again(30, 30),
            id="a 0 is the default",
        ),
        pytest.param(
            "initContainers: [{name: s, restartPolicy: Always}], "
            + pod("tcpSocket: {port: 1}", "tcpSocket: {port: 1}"),
            again(30, 30),
            id="beside a container without probes",
        ),
        pytest.param("containers: [{name: c, livenessProbe: {tcpSocket: {port: 1}}}]", [], id="liveness alone"),
        pytest.param("containers: [{name: c, readinessProbe: {tcpSocket: {port: 1}}}]", [], id="readiness alone"),
        pytest.param(
            "initContainers: [{name: s, restartPolicy: Always, livenessProbe: {tcpSocket: {port: 1}}, "
            "readinessProbe: {tcpSocket: {port: 1}}}], containers: [{name: c}]",
            again(30, 30, "d/s", "initContainers"),
            id="a sidecar",
        ),
        pytest.param(
            pod("tcpSocket: {port: 1}, periodSeconds: often", "tcpSocket: {port: 1}"),
            [
                "not evaluated Deployment/d: "
                "/spec/template/spec/containers/0/livenessProbe/periodSeconds is a text, not a whole number"
            ],
            id="a text",
        ),
    ],
)
def test_differ(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, f"{{{HEAD}, spec: {{template: {{spec: {{{text}}}}}}}}}") == expected


@pytest.mark.parametrize("probe", ["livenessProbe", "readinessProbe"])
def test_a_container_with_one_probe_beside_one_with_both(said: Any, probe: str) -> None:
    both = pod("httpGet: {port: 1}", "httpGet: {port: 1}").removeprefix("containers: [")
    containers = f"containers: [{{name: a, {probe}: {{httpGet: {{port: 1}}}}}}, {both}"
    text = f"{{{HEAD}, spec: {{template: {{spec: {{{containers}}}}}}}}}"
    assert said(RULE, text) == [each.replace("containers/0", "containers/1") for each in again(30, 30)]
