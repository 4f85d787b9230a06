"""pod-security/capabilities-restricted: ALL dropped, and nothing added but NET_BIND_SERVICE."""

from typing import Any

import pytest

from policies.objects import Object
from policies.rules.pod_security.capabilities_restricted import RULE
from policies.world import World

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capabilities dropped "
                "are none, not ALL"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/drop: capabilities "
                "dropped are none, not ALL"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/drop: capabilities "
                "dropped are none, not ALL"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {runAsUser: 1}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/capabilities/drop: capabilities "
                "dropped are none, not ALL"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/0: capability CHOWN is added"],
            id="a regular container that adds one",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/add/0: capability CHOWN is added"],
            id="an init container that adds one",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {capabilities: {drop: "
            "[ALL], add: [CHOWN]}}}]}",
            ["fail Pod/p/c /spec/initContainers/0/securityContext/capabilities/add/0: capability CHOWN is added"],
            id="a sidecar that adds one",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}}]}",
            ["fail Pod/p/c /spec/ephemeralContainers/0/securityContext/capabilities/add/0: capability CHOWN is added"],
            id="an ephemeral container that adds one",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [ALL]}}}]}", PASS, id="ALL dropped"
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [CHOWN, ALL], add: [NET_BIND_SERVICE]}}}]}",
            PASS,
            id="among others, and low ports added",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: null}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capabilities dropped "
                "are none, not ALL"
            ],
            id="null drops nothing",
        ),
        pytest.param(
            "{containers: [{name: c}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capabilities dropped "
                "are none, not ALL"
            ],
            id="nothing written",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [NET_RAW, CHOWN]}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capabilities dropped "
                "are NET_RAW, CHOWN, not ALL"
            ],
            id="some dropped",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [all]}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capabilities dropped "
                "are all, not ALL"
            ],
            id="in small letters it is another name",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {add: [SYS_ADMIN, NET_BIND_SERVICE, NET_RAW]}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/drop: capabilities dropped "
                "are none, not ALL",
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/0: capability SYS_ADMIN is added",
                "fail Pod/p/c /spec/containers/0/securityContext/capabilities/add/2: capability NET_RAW is added",
            ],
            id="both faults",
        ),
        pytest.param("{os: {name: windows}, containers: [{name: c}]}", [], id="Windows pods can not have them"),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: ALL}}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/capabilities/drop is a text, not a list"],
            id="a value of a wrong type: /spec/containers/0/securityContext/capabilities/drop",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {capabilities: {drop: [ALL], add: [1]}}}]}",
            ["not evaluated Pod/p: /spec/containers/0/securityContext/capabilities/add/0 is the number 1, not a text"],
            id="a value of a wrong type: /spec/containers/0/securityContext/capabilities/add/0",
        ),
    ],
)
def test_capabilities_restricted(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


def test_the_fix_of_what_is_added_is_to_remove_it() -> None:
    spec = {"containers": [{"name": "c", "securityContext": {"capabilities": {"add": ["CHOWN"]}}}]}
    objects = (Object({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}),)
    fixes = [verdict.fix for verdict in RULE.judge(World(objects), RULE.defaults)]
    assert fixes == [None, "Remove the capability from capabilities.add."]
