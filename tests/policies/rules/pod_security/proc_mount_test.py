"""pod-security/proc-mount: Default, or nothing."""

from typing import Any

import pytest

from policies.rules.pod_security.proc_mount import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {procMount: Unmasked}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/procMount: procMount is Unmasked"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {procMount: Unmasked}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/procMount: procMount is Unmasked"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {procMount: Unmasked}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/procMount: procMount is Unmasked"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {procMount: Unmasked}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/procMount: procMount is Unmasked"],
            id="an ephemeral container",
        ),
        pytest.param("{containers: [{name: c, securityContext: {procMount: Default}}]}", PASS, id="the default"),
        pytest.param("{containers: [{name: c, securityContext: {procMount: null}}]}", PASS, id="null"),
        pytest.param("{containers: [{name: c}]}", PASS, id="nothing written"),
        pytest.param(
            '{containers: [{name: c, securityContext: {procMount: ""}}]}',
            ["fail Pod/p/c /spec/containers/0/securityContext/procMount: procMount is empty"],
            id="an empty text",
        ),
        pytest.param(
            "{hostUsers: false, containers: [{name: c, securityContext: {procMount: Unmasked}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/procMount: procMount is Unmasked"],
            id="a user namespace does not spare what is restricted",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {procMount: 1}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/procMount is the number 1, not a text"],
            id="a value of a wrong type: /spec/containers/0/securityContext/procMount",
        ),
    ],
)
def test_proc_mount(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("users", "kubernetes", "expected"),
    [
        pytest.param("false", "1.35", PASS, id="a user namespace"),
        pytest.param(
            "true",
            "1.35",
            ["fail Pod/p/c /spec/containers/0/securityContext/procMount: procMount is Unmasked"],
            id="none",
        ),
        pytest.param(
            "false",
            "1.34",
            ["fail Pod/p/c /spec/containers/0/securityContext/procMount: procMount is Unmasked"],
            id="before 1.35",
        ),
    ],
)
def test_baseline(of_pod: Any, users: str, kubernetes: str, expected: list[str]) -> None:
    spec = "{hostUsers: " + users + ", containers: [{name: c, securityContext: {procMount: Unmasked}}]}"
    assert of_pod(RULE, spec, {"level": "baseline"}, kubernetes=kubernetes) == expected
