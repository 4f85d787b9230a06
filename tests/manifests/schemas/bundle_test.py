"""What ships is what its sources say, small, and complete."""

import jsonschema_rs
import pytest

from manifests.schemas.bundle import DATA, custom_file, kubernetes, schema_for, versions
from manifests.schemas.make import packed
from manifests.schemas.make_kubernetes import VERSIONS, kubernetes_bundle

MEBIBYTE = 1024 * 1024

PLATFORM = [
    "kustomize.toolkit.fluxcd.io/v1/Kustomization",
    "source.toolkit.fluxcd.io/v1/GitRepository",
    "source.toolkit.fluxcd.io/v1/OCIRepository",
    "helm.toolkit.fluxcd.io/v2/HelmRelease",
    "postgresql.cnpg.io/v1/Cluster",
    "gateway.networking.k8s.io/v1/HTTPRoute",
    "monitoring.coreos.com/v1/PodMonitor",
    "monitoring.coreos.com/v1/PrometheusRule",
    "keda.sh/v1alpha1/ScaledObject",
    "cert-manager.io/v1/Certificate",
]


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_kinds_are_those_of_the_wheel_they_are_made_from(version: str) -> None:
    made = kubernetes_bundle(version)
    shipped = kubernetes(version)
    assert shipped.kinds == made["kinds"]
    assert shipped.needs == made["needs"]
    assert shipped.definitions == made["definitions"]


def test_packing_one_value_twice_gives_one_text() -> None:
    assert packed({"b": 1, "a": [2]}) == packed({"a": [2], "b": 1})


@pytest.mark.parametrize("key", PLATFORM)
def test_the_custom_resources_of_a_platform_are_there(key: str) -> None:
    assert (DATA / custom_file(key)).exists()


def test_every_custom_schema_is_closed_and_compiles() -> None:
    for path in sorted(DATA.glob("*_*.json.gz")):
        group, version, kind = path.name.removesuffix(".json.gz").split("_")
        schema = schema_for("1.35", f"{group}/{version}", kind)
        assert schema is not None
        assert schema["additionalProperties"] is False, path.name
        jsonschema_rs.Draft202012Validator(schema, pattern_options=jsonschema_rs.RegexOptions())


def test_the_bundle_is_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < MEBIBYTE / 2


def test_all_versions_are_there_in_order() -> None:
    assert versions() == VERSIONS


def test_a_kind_that_is_not_there_has_no_schema() -> None:
    assert schema_for("1.35", "example.com/v1", "Thing") is None
