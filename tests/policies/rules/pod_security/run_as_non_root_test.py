"""pod-security/run-as-non-root: true for every container, false nowhere."""

from typing import Any

import pytest

from policies.rules.pod_security.run_as_non_root import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 1000}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/runAsNonRoot: runAsNonRoot is set neither "
                "for the container nor for the pod"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 1000}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/runAsNonRoot: runAsNonRoot is set "
                "neither for the container nor for the pod"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 1000}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/runAsNonRoot: runAsNonRoot is set "
                "neither for the container nor for the pod"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 1000}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/runAsNonRoot: runAsNonRoot is "
                "set neither for the container nor for the pod"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsNonRoot: false}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="a regular container that says false",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsNonRoot: false}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="an init container that says false",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsNonRoot: false}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="a sidecar that says false",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsNonRoot: false}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="an ephemeral container that says false",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsNonRoot: true}}]}", PASS, id="every container says so"
        ),
        pytest.param(
            "{securityContext: {runAsNonRoot: true}, containers: [{name: c}, {name: d, "
            "securityContext: {runAsNonRoot: null}}]}",
            PASS,
            id="the pod says so",
        ),
        pytest.param(
            "{securityContext: {runAsNonRoot: true}, containers: [{name: c, securityContext: {runAsNonRoot: false}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="a container says otherwise",
        ),
        pytest.param(
            "{securityContext: {runAsNonRoot: false}, containers: [{name: c}]}",
            ["fail Pod/p /spec/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="the pod says false, and the container with it: once",
        ),
        pytest.param(
            "{securityContext: {runAsNonRoot: false}, containers: [{name: c, securityContext: {runAsNonRoot: true}}]}",
            ["fail Pod/p /spec/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="the pod says false, though no container follows",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsNonRoot: true}}, {name: d}]}",
            [
                "fail Pod/p/d /spec/containers/1/securityContext/runAsNonRoot: runAsNonRoot is set neither "
                "for the container nor for the pod"
            ],
            id="one of two",
        ),
        pytest.param("{hostUsers: false, containers: [{name: c}]}", PASS, id="a user namespace needs none"),
        pytest.param(
            "{hostUsers: true, containers: [{name: c}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/runAsNonRoot: runAsNonRoot is set neither "
                "for the container nor for the pod"
            ],
            id="no user namespace",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsNonRoot: 1}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/runAsNonRoot is the number 1, not true or false"],
            id="a value of a wrong type: /spec/containers/0/securityContext/runAsNonRoot",
        ),
        pytest.param(
            "{hostUsers: 0, containers: [{name: c}]}",
            ["not evaluated Pod/p: /spec/hostUsers is the number 0, not true or false"],
            id="host users that are a number",
        ),
    ],
)
def test_run_as_non_root(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


def test_before_1_35_a_user_namespace_changes_nothing(of_pod: Any) -> None:
    found = of_pod(RULE, "{hostUsers: false, containers: [{name: c}]}", kubernetes="1.34")
    assert found == [
        "fail Pod/p/c /spec/containers/0/securityContext/runAsNonRoot: "
        "runAsNonRoot is set neither for the container nor for the pod"
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param("{containers: [{name: c, securityContext: {runAsUser: 1}}]}", PASS, id="its own user"),
        pytest.param("{securityContext: {runAsUser: 1}, containers: [{name: c}]}", PASS, id="the pod's user"),
        pytest.param(
            "{securityContext: {runAsUser: 1, runAsNonRoot: false}, containers: [{name: c}]}",
            PASS,
            id="whatever runAsNonRoot says",
        ),
        pytest.param(
            "{securityContext: {runAsUser: 1}, containers: [{name: c, securityContext: {runAsUser: 0}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/runAsNonRoot: "
                "runAsNonRoot is set neither for the container nor for the pod"
            ],
            id="user 0 is root, though the pod's is not",
        ),
        pytest.param(
            "{securityContext: {runAsNonRoot: false}, containers: [{name: c}]}",
            ["fail Pod/p /spec/securityContext/runAsNonRoot: runAsNonRoot is false"],
            id="no user at all",
        ),
    ],
)
def test_a_user_may_count(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec, {"uid_counts": True}) == expected
