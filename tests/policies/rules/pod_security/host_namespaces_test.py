"""pod-security/host-namespaces: none of the three is shared."""

from typing import Any

import pytest

from policies.rules.pod_security.host_namespaces import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param("{hostPID: true}", ["fail Pod/p /spec/hostPID: hostPID is true"], id="processes"),
        pytest.param("{hostIPC: true}", ["fail Pod/p /spec/hostIPC: hostIPC is true"], id="shared memory"),
        pytest.param("{hostNetwork: true}", ["fail Pod/p /spec/hostNetwork: hostNetwork is true"], id="network"),
        pytest.param(
            "{hostNetwork: true, hostIPC: true, hostPID: true}",
            [
                "fail Pod/p /spec/hostPID: hostPID is true",
                "fail Pod/p /spec/hostIPC: hostIPC is true",
                "fail Pod/p /spec/hostNetwork: hostNetwork is true",
            ],
            id="all three",
        ),
        pytest.param("{hostPID: false, hostIPC: null}", PASS, id="false and null"),
        pytest.param("{hostUsers: true}", PASS, id="users are not asked about"),
        pytest.param(
            "{hostPID: 'yes'}", ["not evaluated Pod/p: /spec/hostPID is a text, not true or false"], id="a text"
        ),
    ],
)
def test_host_namespaces(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        pytest.param(("pid",), ["fail Pod/p /spec/hostPID: hostPID is true"], id="only processes"),
        pytest.param(("network",), ["fail Pod/p /spec/hostNetwork: hostNetwork is true"], id="only the network"),
        pytest.param(("ipc",), ["fail Pod/p /spec/hostIPC: hostIPC is true"], id="only shared memory"),
        pytest.param(("user",), PASS, id="a name that is none"),
        pytest.param((), PASS, id="none"),
    ],
)
def test_some_of_them(of_pod: Any, which: tuple[str, ...], expected: list[str]) -> None:
    assert of_pod(RULE, "{hostNetwork: true, hostIPC: true, hostPID: true}", {"which": which}) == expected
