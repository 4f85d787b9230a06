"""flux/definition-before-use: definitions here, before, after and nowhere."""

from typing import Any

import pytest

from policies.rules.flux.definition_before_use import RULE


def flux(name: str, spec: str = "", path: str = "") -> str:
    return f"""# file: clusters/prod/{name}.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: flux-system}}
spec:
  {{interval: 1h, path: ./{path or name}, prune: true, sourceRef: {{kind: GitRepository, name: flux-system}}, {spec}}}
"""


def definition(folder: str) -> str:
    return f"""# file: {folder}/definition.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: lamps.example.com}}
spec: {{group: example.com, names: {{kind: Lamp}}}}
"""


LAMP = "# file: apps/lamp.yaml\n{apiVersion: example.com/v1, kind: Lamp, metadata: {name: red}}\n"
LATE = [
    "fail Kustomization/apps /spec/dependsOn: builds Lamp/red, whose definition Kustomization crds installs, but does "
    "not depend on it"
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(flux("apps") + flux("crds") + LAMP + definition("crds"), LATE, id="nothing orders the two"),
        pytest.param(
            flux("apps", "dependsOn: [{name: crds}]") + flux("crds") + LAMP + definition("crds"),
            ["pass Kustomization/apps"],
            id="it depends on it",
        ),
        pytest.param(
            flux("apps", "dependsOn: [{name: mid}]")
            + flux("mid", "dependsOn: [{name: crds}]")
            + flux("crds")
            + LAMP
            + definition("crds")
            + "# file: mid/a.yaml\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n",
            ["pass Kustomization/apps"],
            id="over another one",
        ),
        pytest.param(
            flux("apps") + flux("crds", "dependsOn: [{name: apps}]") + LAMP + definition("crds"),
            LATE,
            id="the other way round",
        ),
        pytest.param(flux("apps") + LAMP + definition("apps"), ["pass Kustomization/apps"], id="both in one"),
        pytest.param(
            flux("apps") + LAMP,
            ["not evaluated Kustomization/apps: nothing here installs the definition of Lamp.example.com"],
            id="nothing here defines it",
        ),
        pytest.param(
            flux("apps")
            + "# file: apps/a.yaml\n{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}}\n",
            [],
            id="a kind of Kubernetes",
        ),
        pytest.param(
            flux("apps") + "# file: apps/a.yaml\n{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, "
            "metadata: {name: a}}\n",
            [],
            id="a kind of Flux",
        ),
        pytest.param(
            flux("apps") + "# file: apps/a.yaml\n{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, "
            "metadata: {name: a}}\n",
            [
                "not evaluated Kustomization/apps: nothing here installs the definition of "
                "HTTPRoute.gateway.networking.k8s.io"
            ],
            id="a kind of the Gateway API is none of Kubernetes",
        ),
    ],
)
def test_definition_before_use(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_the_cluster_may_provide_a_group(said_of_files: Any) -> None:
    text = flux("apps") + flux("crds") + LAMP + definition("crds")
    assert said_of_files(RULE, text, {"provided": ("example.com",)}) == []
