"""pod-security/service-account-token: the pod refuses it, or else the ServiceAccount."""

from typing import Any

import pytest

from policies.rules.pod_security.service_account_token import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param("{automountServiceAccountToken: false}", PASS, id="the pod refuses"),
        pytest.param(
            "{automountServiceAccountToken: true}",
            ["fail Pod/p /spec/automountServiceAccountToken: automountServiceAccountToken is true"],
            id="the pod asks",
        ),
        pytest.param(
            "{containers: [{name: c}]}",
            [
                "fail Pod/p /spec/automountServiceAccountToken: automountServiceAccountToken is not set, "
                "and ServiceAccount/default does not refuse"
            ],
            id="nothing written",
        ),
        pytest.param(
            "{serviceAccountName: robot}",
            [
                "fail Pod/p /spec/automountServiceAccountToken: automountServiceAccountToken is not set, "
                "and ServiceAccount/robot does not refuse"
            ],
            id="another account",
        ),
        pytest.param(
            "{serviceAccount: old}",
            [
                "fail Pod/p /spec/automountServiceAccountToken: automountServiceAccountToken is not set, "
                "and ServiceAccount/old does not refuse"
            ],
            id="the older field",
        ),
        pytest.param(
            "{serviceAccountName: robot, serviceAccount: old}",
            [
                "fail Pod/p /spec/automountServiceAccountToken: automountServiceAccountToken is not set, "
                "and ServiceAccount/robot does not refuse"
            ],
            id="the newer field goes first",
        ),
        pytest.param(
            "{automountServiceAccountToken: 'no'}",
            ["not evaluated Pod/p: /spec/automountServiceAccountToken is a text, not true or false"],
            id="a text",
        ),
    ],
)
def test_service_account_token(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("spec", "account", "expected"),
    [
        pytest.param("{serviceAccountName: robot}", "false", PASS, id="the account refuses"),
        pytest.param(
            "{serviceAccountName: robot}",
            "true",
            ["@automountServiceAccountToken is not set, and ServiceAccount/robot does not refuse"],
            id="the account asks",
        ),
        pytest.param(
            "{automountServiceAccountToken: true, serviceAccountName: robot}",
            "false",
            ["@automountServiceAccountToken is true"],
            id="the pod's word counts first",
        ),
        pytest.param(
            "{serviceAccountName: other}",
            "false",
            ["@automountServiceAccountToken is not set, and ServiceAccount/other does not refuse"],
            id="another account refuses",
        ),
        pytest.param(
            "{serviceAccountName: robot}",
            "0",
            ["not evaluated Pod/p: /automountServiceAccountToken is the number 0, not true or false"],
            id="the account can not be read",
        ),
    ],
)
@pytest.mark.parametrize("namespace", ["default", "shop"])
def test_the_account(said: Any, spec: str, account: str, expected: list[str], namespace: str) -> None:
    pod = f"{{apiVersion: v1, kind: Pod, metadata: {{name: p, namespace: {namespace}}}, spec: {spec}}}"
    head = f"apiVersion: v1, kind: ServiceAccount, metadata: {{name: robot, namespace: {namespace}}}"
    text = f"{pod}\n---\n{{{head}, automountServiceAccountToken: {account}}}"
    field = "fail Pod/p /spec/automountServiceAccountToken: "
    assert said(RULE, text) == [line.replace("@", field) for line in expected]


def test_an_account_of_another_namespace_or_group_says_nothing(said: Any) -> None:
    text = """
{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: x}, automountServiceAccountToken: false}
---
{apiVersion: a/v1, kind: ServiceAccount, metadata: {name: default}, automountServiceAccountToken: false}
"""
    assert said(RULE, text) == [
        "fail Pod/p /spec/automountServiceAccountToken: "
        "automountServiceAccountToken is not set, and ServiceAccount/default does not refuse"
    ]
