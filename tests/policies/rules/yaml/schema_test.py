"""yaml/schema: strict schemas, kinds without one, variables and secrets."""

from typing import Any

import pytest

from policies.rules.yaml.schema import RULE


def deployment(container: str) -> str:
    return (
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, "
        f"template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: c, {container}}}]}}}}}}}}"
    )


AT = "fail Deployment/d /spec/template/spec/containers/0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(deployment("image: a"), ["pass Deployment/d"], id="all is known"),
        pytest.param(
            deployment("zzz: Always"),
            [f"{AT}/zzz: unknown field 'zzz'"],
            id="an unknown field",
        ),
        pytest.param(deployment("image: 5"), [f"{AT}/image: is an integer, must be text"], id="another type"),
        pytest.param(
            deployment("image: 5, tty: x"),
            [f"{AT}/image: is an integer, must be text", f"{AT}/tty: is text, must be true or false"],
            id="two faults",
        ),
        pytest.param(
            deployment("tty: '${TTY}'"),
            [
                "not evaluated Deployment/d: /spec/template/spec/containers/0/tty is a variable whose value is not in "
                "this repository"
            ],
            id="a variable that only the cluster knows",
        ),
        pytest.param(
            "{apiVersion: example.com/v1, kind: Lamp, metadata: {name: red}}",
            ["not evaluated Lamp/red: there is no schema of example.com/v1 Lamp"],
            id="a custom kind without a schema",
        ),
        pytest.param(
            "{apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: d}}",
            ["fail Deployment/d /apiVersion: Kubernetes 1.35 serves no apps/v1beta1 Deployment"],
            id="a version that Kubernetes no longer serves",
        ),
        pytest.param(
            "{apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: i}}",
            ["fail Ingress/i /apiVersion: Kubernetes 1.35 serves no networking.k8s.io/v1beta1 Ingress"],
            id="an old version of a group with a domain",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Secret, metadata: {name: s}, sops: {mac: x}}",
            ["not evaluated Secret/s: it is encrypted by SOPS"],
            id="encrypted by SOPS",
        ),
        pytest.param("{apiVersion: v1, kind: ConfigMapList, items: []}", [], id="a list is no object"),
        pytest.param(
            "{kind: Deployment, metadata: {name: d}}",
            ["not evaluated Deployment/d: field 'apiVersion' is missing or not text"],
            id="no apiVersion",
        ),
        pytest.param(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, 0: b}}\n---\n" + deployment("image: 5"),
            [
                "not evaluated ConfigMap/a: holds a key or a number that JSON can't hold",
                f"{AT}/image: is an integer, must be text",
            ],
            id="what no JSON holds spoils only itself",
        ),
    ],
)
def test_schema(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_the_version_judged_decides(said: Any) -> None:
    text = deployment("image: a").replace("spec: {containers", "hostnameOverride: x, spec: {containers")
    assert said(RULE, text, kubernetes="1.33") != ["pass Deployment/d"]


@pytest.mark.parametrize("version", ["1.20", "1.99"], ids=["older than the bundle", "newer than the bundle"])
def test_a_version_without_schemas_is_not_evaluated_and_nothing_else_stops(said: Any, version: str) -> None:
    assert said(RULE, deployment("zzz: Always"), kubernetes=version) == [
        f"not evaluated Deployment/d: there are no schemas of Kubernetes {version}, "
        "only of 1.33, 1.34, 1.35, 1.36, 1.37"
    ]
