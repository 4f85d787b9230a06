"""pod-security/apparmor: RuntimeDefault, Localhost or nothing."""

from typing import Any

import pytest

from policies.rules.pod_security.apparmor import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{containers: [{name: c, securityContext: {appArmorProfile: {type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/containers/0/securityContext/appArmorProfile/type: the AppArmor "
                "profile is Unconfined"
            ],
            id="a regular container",
        ),
        pytest.param(
            "{initContainers: [{name: c, securityContext: {appArmorProfile: {type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/appArmorProfile/type: the AppArmor "
                "profile is Unconfined"
            ],
            id="an init container",
        ),
        pytest.param(
            "{initContainers: [{name: c, restartPolicy: Always, securityContext: {appArmorProfile: "
            "{type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/initContainers/0/securityContext/appArmorProfile/type: the AppArmor "
                "profile is Unconfined"
            ],
            id="a sidecar",
        ),
        pytest.param(
            "{ephemeralContainers: [{name: c, securityContext: {appArmorProfile: {type: Unconfined}}}]}",
            [
                "fail Pod/p/c /spec/ephemeralContainers/0/securityContext/appArmorProfile/type: the "
                "AppArmor profile is Unconfined"
            ],
            id="an ephemeral container",
        ),
        pytest.param(
            "{securityContext: {appArmorProfile: {type: Unconfined}}, containers: [{name: c}]}",
            ["fail Pod/p /spec/securityContext/appArmorProfile/type: the AppArmor profile is Unconfined"],
            id="the pod",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {appArmorProfile: {type: RuntimeDefault}}}]}",
            PASS,
            id="the runtime's",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {appArmorProfile: {type: Localhost}}}]}",
            PASS,
            id="one of the node's",
        ),
        pytest.param("{containers: [{name: c, securityContext: {appArmorProfile: null}}]}", PASS, id="null"),
        pytest.param(
            "{containers: [{name: c, securityContext: {appArmorProfile: {}}}]}",
            ["fail Pod/p/c /spec/containers/0/securityContext/appArmorProfile/type: the AppArmor profile has no type"],
            id="no type",
        ),
        pytest.param(
            "{containers: [{name: c, securityContext: {appArmorProfile: {type: 1}}}]}",
            [
                "not evaluated Pod/p: /spec/containers/0/securityContext/appArmorProfile/type is the "
                "number 1, not a text"
            ],
            id="a value of a wrong type: /spec/containers/0/securityContext/appArmorProfile/type",
        ),
    ],
)
def test_apparmor(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        pytest.param("{container.apparmor.security.beta.kubernetes.io/c: runtime/default}", PASS, id="the runtime's"),
        pytest.param(
            "{container.apparmor.security.beta.kubernetes.io/c: localhost/mine}", PASS, id="one of the node's"
        ),
        pytest.param('{container.apparmor.security.beta.kubernetes.io/c: ""}', PASS, id="empty"),
        pytest.param("{example.com/c: unconfined, 1: 2}", PASS, id="other annotations"),
        pytest.param(
            "{xcontainer.apparmor.security.beta.kubernetes.io/c: unconfined}", PASS, id="a key that only ends so"
        ),
        pytest.param(
            "{container.apparmor.security.beta.kubernetes.io/c: unconfined}",
            [
                "fail Pod/p/c /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1c: "
                "the AppArmor profile is unconfined"
            ],
            id="unconfined",
        ),
        pytest.param(
            "{container.apparmor.security.beta.kubernetes.io/c: 1}",
            [
                "not evaluated Pod/p: /metadata/annotations/container.apparmor.security.beta.kubernetes.io~1c "
                "is the number 1, not a text"
            ],
            id="a number",
        ),
    ],
)
def test_annotations(of_pod: Any, annotations: str, expected: list[str]) -> None:
    assert of_pod(RULE, "{containers: [{name: c}]}", annotations=annotations) == expected


def test_annotations_of_a_template(said: Any) -> None:
    text = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template:
    metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}
    spec: {containers: [{name: c}]}
"""
    field = "/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1c"
    assert said(RULE, text) == [f"fail Deployment/d/c {field}: the AppArmor profile is unconfined"]
