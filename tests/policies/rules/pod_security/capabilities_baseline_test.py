"""pod-security/capabilities-baseline: what runtimes give by default may be added, nothing else."""

from typing import Any

import pytest

from policies.rules.pod_security.capabilities_baseline import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {add: [NET_RAW]}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/0: capability NET_RAW is added"],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {capabilities: {add: [NET_RAW]}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/add/0: capability NET_RAW is added"],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {capabilities: {add: [NET_RAW]}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/add/0: capability NET_RAW is added"],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {capabilities: {add: [NET_RAW]}}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/capabilities/add/0: capability "
                "NET_RAW is added"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {add: [AUDIT_WRITE, CHOWN, "
            "DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, "
            "SETUID, SYS_CHROOT]}}}]}",
            PASS,
            id="the default ones",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {add: [CHOWN, SYS_ADMIN, ALL]}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/1: capability SYS_ADMIN is added",
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/2: capability ALL is added",
            ],
            id="each that is not",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {add: [CAP_CHOWN, chown]}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/0: capability CAP_CHOWN is added",
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/1: capability chown is added",
            ],
            id="names as the standard reads them",
        ),
        pytest.param("{containers: [{name: c, securityContext: {capabilities: {add: []}}}]}", PASS, id="an empty list"),
        pytest.param("{containers: [{name: c, securityContext: {capabilities: null}}]}", PASS, id="null"),
        pytest.param("{containers: [{name: c}]}", PASS, id="nothing written"),
        pytest.param(
            "{os: {name: windows}, containers: [{name: c, securityContext: {capabilities: {add: [NET_RAW]}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/0: capability NET_RAW is added"],
            id="Windows is not spared by baseline",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {add: NET_RAW}}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/capabilities/add is a text, not a list"],
            id="a value of a wrong type: /spec/containers/0/securityContext/capabilities/add",
        ),
    ],
)
def test_capabilities_baseline(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected
