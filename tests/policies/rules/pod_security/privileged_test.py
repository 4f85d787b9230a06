"""pod-security/privileged: true in any container, and only there."""

from typing import Any

import pytest

from policies.rules.pod_security.privileged import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {privileged: true}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/privileged: privileged is true"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {privileged: true}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/privileged: privileged is true"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {privileged: true}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/privileged: privileged is true"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {privileged: true}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/privileged: privileged is true"],
            id="an ephemeral container",
        ),
        pytest.param("{containers: [{name: c, securityContext: {privileged: false}}]}", PASS, id="false"),
        pytest.param("{containers: [{name: c, securityContext: {privileged: null}}]}", PASS, id="null"),
        pytest.param("{containers: [{name: c, securityContext: null}]}", PASS, id="no security context"),
        pytest.param("{containers: [{name: c}]}", PASS, id="nothing written"),
        pytest.param(
            "{securityContext: {privileged: true}, containers: [{name: c}]}", PASS, id="a pod has no such field"
        ),
        pytest.param(
            "{containers: [{name: a, securityContext: {privileged: true}}, {name: b, securityContext: "
            "{privileged: true}}]}",
            [
                "fail Pod/p/a /spec/containers/0/securityContext/privileged: privileged is true",
                "fail Pod/p/b /spec/containers/1/securityContext/privileged: privileged is true",
            ],
            id="each container that is",
        ),
        pytest.param(
            '{containers: [{name: c, securityContext: {privileged: "true"}}]}',
            ["not evaluated Pod/p: /spec/containers/0/securityContext/privileged is a text, not true or false"],
            id="a value of a wrong type: /spec/containers/0/securityContext/privileged",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: []}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext is a list, not a mapping"],
            id="a value of a wrong type: /spec/containers/0/securityContext",
        ),
    ],
)
def test_privileged(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected
