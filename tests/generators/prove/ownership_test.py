"""Law 4 for Flux: nothing points at nothing, nothing waits for itself, nothing has two owners."""

from typing import Any

import pytest

from generators.prove.built_object import built_objects
from generators.prove.fault import Fault
from generators.prove.ownership import flux_faults

CLUSTER = "clusters/prod/platform"


def kustomization(name: str, path: str, *depends_on: str) -> dict[str, Any]:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "flux-system"},
        "spec": {"path": path, "dependsOn": [{"name": dependency} for dependency in depends_on]},
    }


def deployment(name: str) -> dict[str, Any]:
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": "shop-prod"}}


@pytest.mark.parametrize(
    ("flux", "overlays", "faults"),
    [
        pytest.param(
            [kustomization("api", "./overlays/prod/api", "db"), kustomization("db", "./overlays/prod/db")],
            {"overlays/prod/api": [deployment("api")], "overlays/prod/db": [deployment("db")]},
            [],
            id="everything exists: nothing to say",
        ),
        pytest.param(
            [kustomization("api", "./overlays/prod/api")],
            {},
            [Fault(CLUSTER, "Kustomization/api: path overlays/prod/api is no folder of the tree")],
            id="a path that does not exist",
        ),
        pytest.param(
            [kustomization("api", "./overlays/prod/api", "db")],
            {"overlays/prod/api": []},
            [Fault(CLUSTER, "Kustomization/api: dependsOn db, which does not exist")],
            id="a dependency that does not exist",
        ),
        pytest.param(
            [kustomization("a", "./o/a", "b"), kustomization("b", "./o/b", "a")],
            {"o/a": [], "o/b": []},
            [
                Fault(CLUSTER, "Kustomization/a: dependsOn comes back to itself"),
                Fault(CLUSTER, "Kustomization/b: dependsOn comes back to itself"),
            ],
            id="two that wait for each other",
        ),
        pytest.param(
            [kustomization("a", "./o/a"), kustomization("b", "./o/b")],
            {"o/a": [deployment("same")], "o/b": [deployment("same")]},
            [Fault("o/b", "Deployment/same in shop-prod is built by o/a too")],
            id="one object in two Flux Kustomizations",
        ),
    ],
)
def test_the_faults_are_exactly(
    flux: list[dict[str, Any]], overlays: dict[str, list[dict[str, Any]]], faults: list[Fault]
) -> None:
    built = {directory: built_objects(bodies) for directory, bodies in {CLUSTER: flux, **overlays}.items()}
    assert list(flux_faults(built)) == faults
