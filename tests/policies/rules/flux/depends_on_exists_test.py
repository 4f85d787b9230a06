"""flux/depends-on-exists: names, namespaces and clusters."""

from typing import Any

import pytest

from policies.rules.flux.depends_on_exists import RULE


def flux(name: str, spec: str = "", namespace: str = "flux-system", path: str = "./apps") -> str:
    return (
        f"{{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {{name: {name}, namespace: "
        f"{namespace}}}, spec: {{interval: 1h, path: {path}, prune: true, sourceRef: {{kind: GitRepository, name: "
        f"flux-system}}, {spec}}}}}\n---\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(flux("a", "dependsOn: [{name: b}]") + flux("b"), ["pass Kustomization/a"], id="it is there"),
        pytest.param(
            flux("a", "dependsOn: [{name: b}, {name: c}]") + flux("b"),
            [
                "fail Kustomization/a /spec/dependsOn/1/name: dependsOn names Kustomization flux-system/c, "
                "which is not there"
            ],
            id="the second of two is not",
        ),
        pytest.param(
            flux("a", "dependsOn: [{name: b}]") + flux("b", namespace="tools"),
            [
                "fail Kustomization/a /spec/dependsOn/0/name: dependsOn names Kustomization flux-system/b, "
                "which is not there, but in namespace tools"
            ],
            id="it is in another namespace",
        ),
        pytest.param(
            flux("a", "dependsOn: [{name: b, namespace: tools}]") + flux("b", namespace="tools"),
            ["pass Kustomization/a"],
            id="its namespace is named",
        ),
        pytest.param(flux("a"), [], id="it depends on nothing"),
        pytest.param(
            flux("a", "dependsOn: {name: b}"),
            ["not evaluated Kustomization/a: /spec/dependsOn is a mapping, not a list"],
            id="no list",
        ),
        pytest.param(
            "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, metadata: {name: a}}",
            [],
            id="kustomize's own file is no Flux Kustomization",
        ),
    ],
)
def test_depends_on_exists(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_each_cluster_is_looked_at_by_itself(said_of_files: Any) -> None:
    text = f"# file: clusters/a/x.yaml\n{flux('a', 'dependsOn: [{name: b}]')}# file: clusters/b/x.yaml\n{flux('b')}"
    assert said_of_files(RULE, text) == [
        "fail Kustomization/a /spec/dependsOn/0/name: dependsOn names Kustomization flux-system/b, which is not there"
    ]
