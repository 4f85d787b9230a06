"""pod-security/run-as-user-not-zero: 0 is written nowhere."""

from typing import Any

import pytest

from policies.rules.pod_security.run_as_user_not_zero import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 0}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/runAsUser: runAsUser is 0"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 0}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/runAsUser: runAsUser is 0"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 0}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/runAsUser: runAsUser is 0"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 0}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/runAsUser: runAsUser is 0"],
            id="an ephemeral container",
        ),
        pytest.param(
            "{securityContext: {runAsUser: 0}, containers: [{name: c, securityContext: {runAsUser: 7}}]}",
            ["fail Pod/p /spec/securityContext/runAsUser: runAsUser is 0"],
            id="the pod, though no container follows",
        ),
        pytest.param("{containers: [{name: c, securityContext: {runAsUser: 1}}]}", PASS, id="another user"),
        pytest.param("{containers: [{name: c}]}", PASS, id="nothing written"),
        pytest.param("{hostUsers: false, securityContext: {runAsUser: 0}}", PASS, id="root of a user namespace"),
        pytest.param(
            "{hostUsers: true, securityContext: {runAsUser: 0}}",
            ["fail Pod/p /spec/securityContext/runAsUser: runAsUser is 0"],
            id="no user namespace",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: root}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/runAsUser is a text, not a whole number"],
            id="a value of a wrong type: /spec/containers/0/securityContext/runAsUser",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: false}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/runAsUser is true or false, not a whole number"],
            id="a value of a wrong type: /spec/containers/0/securityContext/runAsUser",
        ),
    ],
)
def test_run_as_user_not_zero(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


def test_before_1_35_a_user_namespace_changes_nothing(of_pod: Any) -> None:
    found = of_pod(RULE, "{hostUsers: false, securityContext: {runAsUser: 0}}", kubernetes="1.34")
    assert found == ["fail Pod/p /spec/securityContext/runAsUser: runAsUser is 0"]
