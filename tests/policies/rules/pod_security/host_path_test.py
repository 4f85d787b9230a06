"""pod-security/host-path: no volume of this type."""

from typing import Any

import pytest

from policies.rules.pod_security.host_path import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{volumes: [{name: v, hostPath: {path: /etc}}]}",
            ["fail Pod/p /spec/volumes/0/hostPath: volume v mounts /etc of the node"],
            id="a path",
        ),
        pytest.param(
            "{volumes: [{name: a, emptyDir: {}}, {name: v, hostPath: {}}]}",
            ["fail Pod/p /spec/volumes/1/hostPath: volume v mounts a path of the node"],
            id="even without a path",
        ),
        pytest.param("{volumes: [{name: v, hostPath: null}]}", PASS, id="null"),
        pytest.param("{volumes: null}", PASS, id="no volumes"),
        pytest.param("{volumes: [{name: v, nfs: {}}]}", PASS, id="another type"),
        pytest.param(
            "{volumes: [{name: v, hostPath: /etc}]}",
            ["not evaluated Pod/p: /spec/volumes/0/hostPath is a text, not a mapping"],
            id="a text",
        ),
    ],
)
def test_host_path(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected
