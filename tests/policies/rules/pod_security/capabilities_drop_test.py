"""pod-security/capabilities-drop: the capabilities of the list, or ALL, are dropped."""

from typing import Any

import pytest

from policies.rules.pod_security.capabilities_drop import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 1}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capability ALL not dropped"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/drop: capability ALL not dropped"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 1}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/drop: capability ALL not dropped"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/capabilities/drop: capability ALL not dropped"],
            id="an ephemeral container",
        ),
        pytest.param("{containers: [{name: c, securityContext: {capabilities: {drop: [ALL]}}}]}", PASS, id="ALL"),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [all]}}}]}",
            PASS,
            id="runtimes do not mind the case",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [NET_RAW]}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capability ALL not dropped"],
            id="one is not all",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}}]}",
            PASS,
            id="what is added is another rule's",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: null}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capability ALL not dropped"],
            id="null",
        ),
        pytest.param("{os: {name: windows}, containers: [{name: c}]}", [], id="Windows pods can not have them"),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [{}]}}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/capabilities/drop/0 is a mapping, not a text"],
            id="a value of a wrong type: /spec/containers/0/securityContext/capabilities/drop/0",
        ),
    ],
)
def test_capabilities_drop(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [
        pytest.param("[NET_RAW, sys_admin]", PASS, id="both of them"),
        pytest.param("[ALL]", PASS, id="all of them"),
        pytest.param(
            "[NET_RAW]",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capability SYS_ADMIN not dropped"],
            id="one of them",
        ),
        pytest.param(
            "[]",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: "
                "capabilities net_raw, SYS_ADMIN not dropped"
            ],
            id="none",
        ),
    ],
)
def test_other_capabilities(of_pod: Any, dropped: str, expected: list[str]) -> None:
    spec = "{containers: [{name: c, securityContext: {capabilities: {drop: " + dropped + "}}}]}"
    assert of_pod(RULE, spec, {"drop": ("net_raw", "SYS_ADMIN")}) == expected
