"""flux/health-checked: kinds that are ready without a status."""

from typing import Any

import pytest

from policies.rules.flux.health_checked import RULE


def flux(name: str, spec: str = "", path: str = "") -> str:
    return f"""# file: clusters/prod/{name}.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: flux-system}}
spec:
  {{interval: 1h, path: ./{path or name}, prune: true, sourceRef: {{kind: GitRepository, name: flux-system}}, {spec}}}
"""


def custom(kind: str, api: str, name: str = "x") -> str:
    body = f"{{apiVersion: {api}, kind: {kind}, metadata: {{name: {name}}}, spec: {{}}}}"
    return f"# file: apps/{kind}-{name}.yaml\n{body}\n"


CLUSTER = custom("Cluster", "postgresql.cnpg.io/v1")
ROUTE = custom("HTTPRoute", "gateway.networking.k8s.io/v1")


def unseen(kind: str) -> str:
    return (
        f"fail Kustomization/apps /spec/healthCheckExprs: does not wait for {kind}/x: to Flux, {kind} without a status "
        "is ready"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(flux("apps", "wait: true") + CLUSTER, [unseen("Cluster")], id="a database"),
        pytest.param(
            flux("apps", "wait: true") + CLUSTER + ROUTE, [unseen("Cluster"), unseen("HTTPRoute")], id="two kinds"
        ),
        pytest.param(
            flux("apps", "wait: true") + ROUTE + custom("HTTPRoute", "gateway.networking.k8s.io/v1", "y"),
            [unseen("HTTPRoute")],
            id="two of a kind are told once",
        ),
        pytest.param(
            flux(
                "apps", "wait: true, healthCheckExprs: [{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, current: c}]"
            )
            + CLUSTER,
            ["pass Kustomization/apps"],
            id="checked by expression",
        ),
        pytest.param(
            flux(
                "apps", "wait: true, healthCheckExprs: [{apiVersion: postgresql.cnpg.io/v2, kind: Cluster, current: c}]"
            )
            + CLUSTER,
            ["pass Kustomization/apps"],
            id="another version of the group counts",
        ),
        pytest.param(
            flux("apps", "wait: true, healthCheckExprs: [{apiVersion: cluster.x-k8s.io/v1, kind: Cluster, current: c}]")
            + CLUSTER,
            [unseen("Cluster")],
            id="another group does not",
        ),
        pytest.param(flux("apps") + CLUSTER, [], id="Flux does not wait"),
        pytest.param(
            flux("apps", "wait: true") + custom("Cluster", "cluster.x-k8s.io/v1beta1"),
            ["pass Kustomization/apps"],
            id="a kind of the same name",
        ),
        pytest.param(
            flux("apps", "wait: 1, healthCheckExprs: text") + CLUSTER,
            ["not evaluated Kustomization/apps: /spec/healthCheckExprs is a text, not a list"],
            id="no list",
        ),
    ],
)
def test_health_checked(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_the_kinds_are_a_parameter(said_of_files: Any) -> None:
    text = flux("apps", "wait: true") + CLUSTER + ROUTE
    assert said_of_files(RULE, text, {"kinds": ("HTTPRoute.gateway.networking.k8s.io",)}) == [unseen("HTTPRoute")]


def test_without_files_nothing_is_known(said: Any) -> None:
    assert said(RULE, flux("apps", "wait: true").partition("\n")[2]) == [
        "not evaluated Kustomization/apps: only objects were given, not the files that they are rendered from"
    ]
