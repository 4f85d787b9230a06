"""pod-security/host-process: true neither for the pod nor for a container."""

from typing import Any

import pytest

from policies.rules.pod_security.host_process import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {windowsOptions: {hostProcess: true}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/windowsOptions/hostProcess: "
                "windowsOptions.hostProcess is true"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {windowsOptions: {hostProcess: true}}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/windowsOptions/hostProcess: "
                "windowsOptions.hostProcess is true"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {windowsOptions: "
            "{hostProcess: true}}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/windowsOptions/hostProcess: "
                "windowsOptions.hostProcess is true"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {windowsOptions: {hostProcess: true}}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/windowsOptions/hostProcess: "
                "windowsOptions.hostProcess is true"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{os: {name: windows}, securityContext: {windowsOptions: {hostProcess: true}}, containers: [{name: c}]}",
            ["fail Pod/p /spec/securityContext/windowsOptions/hostProcess: windowsOptions.hostProcess is true"],
            id="the pod",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {windowsOptions: {hostProcess: false}}}]}", PASS, id="false"
        ),
        pytest.param("{containers: [{name: c, securityContext: {windowsOptions: null}}]}", PASS, id="null"),
        pytest.param(
            "{containers: [{name: c, securityContext: {windowsOptions: {hostProcess: 1}}}]}",
            [
                "not evaluated Pod/p: /spec/containers/0/securityContext/windowsOptions/hostProcess is the "
                "number 1, not true or false"
            ],
            id="a value of a wrong type: /spec/containers/0/securityContext/windowsOptions/hostProcess",
        ),
    ],
)
def test_host_process(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected
