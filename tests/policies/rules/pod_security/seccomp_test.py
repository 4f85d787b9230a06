"""pod-security/seccomp: RuntimeDefault or Localhost, for every container."""

from typing import Any

import pytest

from policies.rules.pod_security.seccomp import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/seccompProfile: no seccomp profile, "
                "neither the container's nor the pod's"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/seccompProfile: no seccomp profile, "
                "neither the container's nor the pod's"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/seccompProfile: no seccomp profile, "
                "neither the container's nor the pod's"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/seccompProfile: no seccomp "
                "profile, neither the container's nor the pod's"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seccompProfile: {type: Unconfined}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seccompProfile/type: the seccomp profile is Unconfined"],
            id="a regular container without one",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {seccompProfile: {type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/seccompProfile/type: the seccomp "
                "profile is Unconfined"
            ],
            id="an init container without one",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {seccompProfile: "
            "{type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/seccompProfile/type: the seccomp "
                "profile is Unconfined"
            ],
            id="a sidecar without one",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {seccompProfile: {type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/seccompProfile/type: the seccomp "
                "profile is Unconfined"
            ],
            id="an ephemeral container without one",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seccompProfile: {type: RuntimeDefault}}}]}",
            PASS,
            id="the runtime's",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seccompProfile: {type: Localhost, localhostProfile: a.json}}}]}",
            PASS,
            id="one of the node's",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seccompProfile: {}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seccompProfile/type: the seccomp profile has no type"],
            id="no type",
        ),
        pytest.param(
            "{securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: c}]}", PASS, id="the pod's"
        ),
        pytest.param(
            "{securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: c, "
            "securityContext: {seccompProfile: {type: Unconfined}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seccompProfile/type: the seccomp profile is Unconfined"],
            id="a container without, in a pod with",
        ),
        pytest.param(
            "{securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: c}, {name: d, "
            "securityContext: {seccompProfile: {type: Localhost}}}]}",
            ["fail Pod/p /spec/securityContext/seccompProfile/type: the seccomp profile is Unconfined"],
            id="the pod without, and the container with it: once",
        ),
        pytest.param("{containers: []}", PASS, id="no container"),
        pytest.param("{os: {name: windows}, containers: [{name: c}]}", PASS, id="Windows pods can not have one"),
        pytest.param(
            "{containers: [{name: c, securityContext: {seccompProfile: RuntimeDefault}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/seccompProfile is a text, not a mapping"],
            id="a value of a wrong type: /spec/containers/0/securityContext/seccompProfile",
        ),
    ],
)
def test_seccomp(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param("{containers: [{name: c}]}", PASS, id="none is needed"),
        pytest.param("{securityContext: {seccompProfile: {type: Localhost}}}", PASS, id="a good one"),
        pytest.param(
            "{securityContext: {seccompProfile: {type: Unconfined}}}",
            ["fail Pod/p /spec/securityContext/seccompProfile/type: the seccomp profile is Unconfined"],
            id="the pod unconfined",
        ),
        pytest.param(
            "{os: {name: windows}, containers: [{name: c, securityContext: {seccompProfile: {type: Unconfined}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seccompProfile/type: the seccomp profile is Unconfined"],
            id="a container unconfined, on Windows too",
        ),
    ],
)
def test_baseline(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec, {"level": "baseline"}) == expected
