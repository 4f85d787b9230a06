"""flux/api-version: what Flux 2.9 no longer serves."""

from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rules.flux.api_version import RULE
from policies.world import World


@pytest.mark.parametrize(
    ("kind", "version", "newer"),
    [
        ("Kustomization", "kustomize.toolkit.fluxcd.io/v1beta1", "v1"),
        ("Kustomization", "kustomize.toolkit.fluxcd.io/v1beta2", "v1"),
        ("GitRepository", "source.toolkit.fluxcd.io/v1beta1", "v1"),
        ("OCIRepository", "source.toolkit.fluxcd.io/v1beta2", "v1"),
        ("HelmRelease", "helm.toolkit.fluxcd.io/v2beta1", "v2"),
        ("HelmRelease", "helm.toolkit.fluxcd.io/v2beta2", "v2"),
        ("ImagePolicy", "image.toolkit.fluxcd.io/v1alpha1", "v1"),
        ("ImagePolicy", "image.toolkit.fluxcd.io/v1alpha2", "v1"),
        ("ImagePolicy", "image.toolkit.fluxcd.io/v1beta1", "v1"),
        ("ImagePolicy", "image.toolkit.fluxcd.io/v1beta2", "v1"),
        ("Alert", "notification.toolkit.fluxcd.io/v1beta1", "v1beta3"),
        ("Provider", "notification.toolkit.fluxcd.io/v1beta2", "v1beta3"),
        ("Receiver", "notification.toolkit.fluxcd.io/v1beta2", "v1"),
    ],
)
def test_a_removed_version_fails_with_the_one_to_write(kind: str, version: str, newer: str, said: Any) -> None:
    text = f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: x}}}}"
    found = said(RULE, text)
    assert found == [f"fail {kind}/x /apiVersion: apiVersion is {version}, which Flux 2.9 no longer serves"]
    (verdict,) = RULE.judge(World((Object(yaml.safe_load(text)),)), {})
    assert verdict.fix == f"Write {version.partition('/')[0]}/{newer}; `flux migrate -f .` does it."


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("kustomize.toolkit.fluxcd.io/v1", ["pass K/x"], id="the current version"),
        pytest.param("notification.toolkit.fluxcd.io/v1beta3", ["pass K/x"], id="a beta that is still served"),
        pytest.param("new.toolkit.fluxcd.io/v1beta1", ["pass K/x"], id="a group of Flux that is not known"),
        pytest.param("kustomize.config.k8s.io/v1beta1", [], id="no object of Flux"),
        pytest.param("toolkit.fluxcd.io/v1beta2", [], id="a group that only ends alike"),
        pytest.param("7", [], id="no text"),
    ],
)
def test_others_pass(version: str, expected: list[str], said: Any) -> None:
    assert said(RULE, f"{{apiVersion: {version}, kind: K, metadata: {{name: x}}}}") == expected
