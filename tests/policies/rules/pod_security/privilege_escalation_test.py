"""pod-security/privilege-escalation: false must be written in every container."""

from typing import Any

import pytest

from policies.rules.pod_security.privilege_escalation import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {allowPrivilegeEscalation: true}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is true"
            ],
            id="true",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {allowPrivilegeEscalation: null}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="null is not set",
        ),
        pytest.param(
            "{containers: [{name: c}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="no security context",
        ),
        pytest.param(
            "{securityContext: {allowPrivilegeEscalation: false}, containers: [{name: c}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="a pod has no such field",
        ),
        pytest.param("{containers: [{name: c, securityContext: {allowPrivilegeEscalation: false}}]}", PASS, id="false"),
        pytest.param("{os: {name: windows}, containers: [{name: c}]}", [], id="Windows pods can not have it"),
        pytest.param(
            "{os: {name: linux}, containers: [{name: c}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/allowPrivilegeEscalation: "
                "allowPrivilegeEscalation is not set"
            ],
            id="Linux written",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {allowPrivilegeEscalation: 0}}]}",
            [
                "not evaluated Pod/p: /spec/containers/0/securityContext/allowPrivilegeEscalation is the "
                "number 0, not true or false"
            ],
            id="a value of a wrong type: /spec/containers/0/securityContext/allowPrivilegeEscalation",
        ),
        pytest.param(
            "{os: windows, containers: [{name: c}]}",
            ["not evaluated Pod/p: /spec/os is a text, not a mapping"],
            id="an operating system that is a text",
        ),
    ],
)
def test_privilege_escalation(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected
