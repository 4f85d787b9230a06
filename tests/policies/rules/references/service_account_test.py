"""references/service-account: pods and the subjects of bindings."""

from typing import Any

import pytest

from policies.rules.references.service_account import RULE

FIELD = "/spec/serviceAccountName"


def pod(spec: str) -> str:
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: c}}], {spec}}}}}\n---\n"


def account(name: str, namespace: str = "default") -> str:
    return f"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {name}, namespace: {namespace}}}}}\n---\n"


def binding(subjects: str, kind: str = "RoleBinding", group: str = "rbac.authorization.k8s.io/v1") -> str:
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: b}}, subjects: [{subjects}]}}\n---\n"


SUBJECT = "{kind: ServiceAccount, name: backend, namespace: default}"
DATABASE = "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {}}\n---\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod(""), [], id="none named: not applicable"),
        pytest.param(pod("serviceAccountName: default"), ["pass Pod/p"], id="every namespace has a default"),
        pytest.param(pod("serviceAccountName: backend") + account("backend"), ["pass Pod/p"], id="there"),
        pytest.param(pod("serviceAccount: backend") + account("backend"), ["pass Pod/p"], id="the old field"),
        pytest.param(
            pod("serviceAccountName: backend"),
            ["not evaluated Pod/p: ServiceAccount/backend is not among the objects judged"],
            id="nothing is near",
        ),
        pytest.param(
            pod("serviceAccountName: backend") + account("backend", "shop"),
            [f"fail Pod/p {FIELD}: ServiceAccount/backend is not in namespace default, but in shop"],
            id="in another namespace",
        ),
        pytest.param(
            pod("serviceAccount: backend") + account("back-end"),
            ["fail Pod/p /spec/serviceAccount: ServiceAccount/backend is not there, but ServiceAccount/back-end is"],
            id="misspelt in the old field",
        ),
        pytest.param(
            pod("serviceAccountName: backend, serviceAccount: other") + account("backend"),
            ["pass Pod/p"],
            id="the new field wins",
        ),
        pytest.param(pod("serviceAccountName: db") + DATABASE, ["pass Pod/p"], id="made by an operator"),
        pytest.param(
            pod("serviceAccountName: 5"),
            ["not evaluated Pod/p: /spec/serviceAccountName is the number 5, not a text"],
            id="malformed",
        ),
        pytest.param(binding(SUBJECT) + account("backend"), ["pass RoleBinding/b"], id="a binding"),
        pytest.param(binding(SUBJECT), ["pass RoleBinding/b"], id="a binding may come before its account"),
        pytest.param(
            binding("{kind: User, name: ann}, " + SUBJECT) + account("backend", "shop"),
            ["fail RoleBinding/b /subjects/1/name: ServiceAccount/backend is not in namespace default, but in shop"],
            id="a binding to the wrong namespace",
        ),
        pytest.param(
            binding(SUBJECT, "ClusterRoleBinding") + account("backends"),
            [
                "fail ClusterRoleBinding/b /subjects/0/name: ServiceAccount/backend is not there, but "
                "ServiceAccount/backends is"
            ],
            id="a misspelt subject",
        ),
        pytest.param(binding("{kind: Group, name: backend}") + account("backends"), [], id="a group"),
        pytest.param(binding(SUBJECT, group="example.com/v1") + account("backends"), [], id="a binding of others"),
        pytest.param(
            binding("5"), ["not evaluated RoleBinding/b: /subjects/0 is the number 5, not a mapping"], id="no subject"
        ),
    ],
)
def test_service_account(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (pod("serviceAccountName: backend"), [f"fail Pod/p {FIELD}: ServiceAccount/backend is not there"]),
        (binding(SUBJECT), ["pass RoleBinding/b"]),
    ],
)
def test_a_closed_world(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text, facts={"closed": True}) == expected
    provided = {"provided": ("ServiceAccount/backend",)}
    assert [each.partition(" ")[0] for each in said(RULE, text, provided, {"closed": True})] == ["pass"]
