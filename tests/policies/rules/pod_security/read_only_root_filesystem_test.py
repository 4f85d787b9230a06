"""pod-security/read-only-root-filesystem: true must be written in every container."""

from typing import Any

import pytest

from policies.rules.pod_security.read_only_root_filesystem import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/readOnlyRootFilesystem: "
                "readOnlyRootFilesystem is not set"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/readOnlyRootFilesystem: "
                "readOnlyRootFilesystem is not set"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/readOnlyRootFilesystem: "
                "readOnlyRootFilesystem is not set"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/readOnlyRootFilesystem: "
                "readOnlyRootFilesystem is not set"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {readOnlyRootFilesystem: false}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/readOnlyRootFilesystem: readOnlyRootFilesystem is false"],
            id="false",
        ),
        pytest.param(
            "{containers: [{name: c}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/readOnlyRootFilesystem: "
                "readOnlyRootFilesystem is not set"
            ],
            id="nothing written",
        ),
        pytest.param("{containers: [{name: c, securityContext: {readOnlyRootFilesystem: true}}]}", PASS, id="true"),
        pytest.param("{os: {name: windows}, containers: [{name: c}]}", [], id="Windows pods can not have it"),
        pytest.param(
            "{containers: [{name: c, securityContext: {readOnlyRootFilesystem: 1}}]}",
            [
                "not evaluated Pod/p: /spec/containers/0/securityContext/readOnlyRootFilesystem is the "
                "number 1, not true or false"
            ],
            id="a value of a wrong type: /spec/containers/0/securityContext/readOnlyRootFilesystem",
        ),
    ],
)
def test_read_only_root_filesystem(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected
