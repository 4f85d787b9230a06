"""pod-security/selinux: types for containers, no user, no role."""

from typing import Any

import pytest

from policies.rules.pod_security.selinux import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {type: spc_t}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seLinuxOptions/type: seLinuxOptions.type is spc_t"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {seLinuxOptions: {type: spc_t}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/seLinuxOptions/type: seLinuxOptions.type is spc_t"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {seLinuxOptions: {type: spc_t}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/seLinuxOptions/type: seLinuxOptions.type is spc_t"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {seLinuxOptions: {type: spc_t}}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/seLinuxOptions/type: "
                "seLinuxOptions.type is spc_t"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {user: u}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seLinuxOptions/user: seLinuxOptions.user is u"],
            id="a regular container with a user",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {seLinuxOptions: {user: u}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/seLinuxOptions/user: seLinuxOptions.user is u"],
            id="an init container with a user",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {seLinuxOptions: {user: u}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/seLinuxOptions/user: seLinuxOptions.user is u"],
            id="a sidecar with a user",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {seLinuxOptions: {user: u}}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/seLinuxOptions/user: seLinuxOptions.user is u"],
            id="an ephemeral container with a user",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {role: r, type: container_t}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/seLinuxOptions/role: seLinuxOptions.role is r"],
            id="a role",
        ),
        pytest.param(
            "{securityContext: {seLinuxOptions: {type: spc_t, user: u, role: r}}}",
            [
                "fail Pod/p /spec/securityContext/seLinuxOptions/type: seLinuxOptions.type is spc_t",
                "fail Pod/p /spec/securityContext/seLinuxOptions/user: seLinuxOptions.user is u",
                "fail Pod/p /spec/securityContext/seLinuxOptions/role: seLinuxOptions.role is r",
            ],
            id="the pod, with all three",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {type: container_t}}}]}", PASS, id="container_t"
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {type: container_init_t}}}]}",
            PASS,
            id="container_init_t",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {type: container_kvm_t}}}]}",
            PASS,
            id="container_kvm_t",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {type: container_engine_t}}}]}",
            PASS,
            id="container_engine_t",
        ),
        pytest.param(
            '{containers: [{name: c, securityContext: {seLinuxOptions: {type: "", user: "", role: '
            'null, level: "s0:c1"}}}]}',
            PASS,
            id="empty texts, and a level",
        ),
        pytest.param("{containers: [{name: c, securityContext: {seLinuxOptions: null}}]}", PASS, id="null"),
        pytest.param(
            "{containers: [{name: c, securityContext: {seLinuxOptions: {type: 1}}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/seLinuxOptions/type is the number 1, not a text"],
            id="a value of a wrong type: /spec/containers/0/securityContext/seLinuxOptions/type",
        ),
    ],
)
def test_selinux(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("name", "since"),
    [("container_t", 1), ("container_init_t", 1), ("container_kvm_t", 1), ("container_engine_t", 31)],
)
def test_a_type_is_allowed_from_its_version_on(of_pod: Any, name: str, since: int) -> None:
    spec = f"{{securityContext: {{seLinuxOptions: {{type: {name}}}}}}}"
    found = {minor: of_pod(RULE, spec, kubernetes=f"1.{minor}") == PASS for minor in range(1, 40)}
    assert found == {minor: minor >= since for minor in range(1, 40)}
