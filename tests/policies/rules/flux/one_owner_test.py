"""flux/one-owner: the same object in two Kustomizations."""

from typing import Any

import pytest

from policies.rules.flux.one_owner import RULE


def flux(name: str, spec: str = "", path: str = "") -> str:
    return f"""# file: clusters/prod/{name}.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: flux-system}}
spec:
  {{interval: 1h, path: ./{path or name}, prune: true, sourceRef: {{kind: GitRepository, name: flux-system}}, {spec}}}
"""


def config_map(file: str, more: str = "", name: str = "settings") -> str:
    return f"# file: {file}\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, {more}}}}}\n"


BOTH = flux("apps") + flux("jobs")


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        pytest.param(
            BOTH + config_map("apps/a.yaml") + config_map("jobs/a.yaml"),
            ["fail ConfigMap/settings /metadata/name: is built by Kustomization apps too, beside jobs"],
            id="the same object",
        ),
        pytest.param(
            BOTH + config_map("apps/a.yaml") + config_map("jobs/a.yaml", "namespace: default"),
            ["fail ConfigMap/settings /metadata/name: is built by Kustomization apps too, beside jobs"],
            id="no namespace is the default one",
        ),
        pytest.param(
            BOTH + config_map("apps/a.yaml") + config_map("jobs/a.yaml", "namespace: web"), [], id="another namespace"
        ),
        pytest.param(BOTH + config_map("apps/a.yaml") + config_map("jobs/a.yaml", name="other"), [], id="another name"),
        pytest.param(
            BOTH
            + config_map("apps/a.yaml")
            + config_map("jobs/a.yaml", "annotations: {kustomize.toolkit.fluxcd.io/ssa: Merge}"),
            [],
            id="one says that it owns a part only",
        ),
        pytest.param(
            BOTH
            + config_map("apps/a.yaml")
            + config_map("jobs/a.yaml", "annotations: {kustomize.toolkit.fluxcd.io/ssa: Override}"),
            ["fail ConfigMap/settings /metadata/name: is built by Kustomization apps too, beside jobs"],
            id="one says that it owns all",
        ),
        pytest.param(
            flux("apps")
            + flux("jobs", "kubeConfig: {secretRef: {name: other}}")
            + config_map("apps/a.yaml")
            + config_map("jobs/a.yaml"),
            [],
            id="one goes to another cluster",
        ),
        pytest.param(
            flux("apps") + flux("jobs", path="apps") + config_map("apps/a.yaml"),
            ["fail ConfigMap/settings /metadata/name: is built by Kustomization apps too, beside jobs"],
            id="one path twice",
        ),
        pytest.param(
            flux("apps") + flux("jobs", "targetNamespace: jobs", path="apps") + config_map("apps/a.yaml"),
            [],
            id="one path twice, into two namespaces",
        ),
    ],
)
def test_one_owner(said_of_files: Any, text: str, failed: list[str]) -> None:
    assert [each for each in said_of_files(RULE, text) if each.startswith("fail")] == failed


def test_two_clusters_may_hold_the_same(said_of_files: Any) -> None:
    other = flux("apps").replace("clusters/prod", "clusters/staging")
    assert said_of_files(RULE, flux("apps") + other + config_map("apps/a.yaml")) == ["pass ConfigMap/settings"] * 2


def test_what_no_flux_applies_has_no_owner(said_of_files: Any) -> None:
    assert said_of_files(RULE, config_map("a.yaml") + config_map("b.yaml")) == []
