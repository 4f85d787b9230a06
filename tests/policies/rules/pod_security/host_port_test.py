"""pod-security/host-port: 0 or none, unless a range is allowed."""

from typing import Any

import pytest

from policies.rules.pod_security.host_port import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}",
            ["fail Pod/p/c /spec/containers/0/ports/0/hostPort: hostPort is 80"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}",
            ["fail Pod/p/c /spec/initContainers/0/ports/0/hostPort: hostPort is 80"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, ports: [{containerPort: 80, hostPort: 80}]}]}",
            ["fail Pod/p/c /spec/initContainers/0/ports/0/hostPort: hostPort is 80"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/ports/0/hostPort: hostPort is 80"],
            id="an ephemeral container",
        ),
        pytest.param("{containers: [{name: c, ports: [{containerPort: 80, hostPort: 0}]}]}", PASS, id="0 is none"),
        pytest.param("{containers: [{name: c, ports: [{containerPort: 80, hostPort: null}]}]}", PASS, id="null"),
        pytest.param("{containers: [{name: c}]}", PASS, id="no ports"),
        pytest.param(
            "{containers: [{name: c, ports: [{hostPort: 1}, {containerPort: 2}, {hostPort: 3}]}]}",
            [
                "fail Pod/p/c /spec/containers/0/ports/0/hostPort: hostPort is 1",
                "fail Pod/p/c /spec/containers/0/ports/2/hostPort: hostPort is 3",
            ],
            id="each port",
        ),
        pytest.param(
            "{hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]}",
            PASS,
            id="what the host network brings with it is said by host-namespaces",
        ),
        pytest.param(
            '{containers: [{name: c, ports: [{containerPort: 80, hostPort: "80"}]}]}',
            ["not evaluated Pod/p: /spec/containers/0/ports/0/hostPort is a text, not a whole number"],
            id="a text",
        ),
    ],
)
def test_host_port(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        pytest.param(8000, PASS, id="the first"),
        pytest.param(9000, PASS, id="the last"),
        pytest.param(0, PASS, id="none"),
        pytest.param(
            7999,
            ["fail Pod/p/c /spec/containers/0/ports/0/hostPort: hostPort is 7999, outside 8000 to 9000"],
            id="below",
        ),
        pytest.param(
            9001,
            ["fail Pod/p/c /spec/containers/0/ports/0/hostPort: hostPort is 9001, outside 8000 to 9000"],
            id="above",
        ),
    ],
)
def test_a_range(of_pod: Any, port: int, expected: list[str]) -> None:
    spec = f"{{containers: [{{name: c, ports: [{{hostPort: {port}}}]}}]}}"
    assert of_pod(RULE, spec, {"range": (8000, 9000)}) == expected
