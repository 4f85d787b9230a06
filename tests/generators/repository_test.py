"""The inputs of a repository: what lies in extras/ and is read by nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.repository import read_repository

COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"


@pytest.mark.parametrize(
    ("file", "warning"),
    [
        pytest.param("all/backend/kustomization.yaml", None, id="everywhere"),
        pytest.param("prod/backend/kustomization.yaml", None, id="in one environment"),
        pytest.param("prod/backend-migrate/kustomization.yaml", None, id="of a component's second part"),
        pytest.param(
            "all/bakend/kustomization.yaml",
            "extras/all/bakend: no part is named `bakend`, so nothing includes it; write `backend`",
            id="an unknown part",
        ),
        pytest.param(
            "prd/backend/kustomization.yaml",
            "extras/prd: neither `all` nor an environment, so nothing includes it; write `prod`",
            id="an unknown environment",
        ),
        pytest.param(
            "backend/kustomization.yaml",
            "extras/backend: neither `all` nor an environment, so nothing includes it; "
            "write one of `all`, `dev`, `prod`, `staging`",
            id="a folder too few",
        ),
        pytest.param(
            "all/backend/patch.yaml",
            "extras/all/backend: holds no kustomization.yaml, so nothing includes it",
            id="a patch alone",
        ),
        pytest.param(
            "all/backend/kustomization.yml",
            "extras/all/backend: holds no kustomization.yaml, so nothing includes it",
            id="the other name that kustomize reads",
        ),
        pytest.param(
            "prod/namespace/kustomization.yaml",
            None,
            id="the namespace's own objects: included, as a part's are",
        ),
    ],
)
def test_what_nothing_includes_is_a_warning(repository: Path, file: str, warning: str | None) -> None:
    path = repository / "extras" / file
    path.parent.mkdir(parents=True)
    path.write_text(COMPONENT)
    read = read_repository(repository)
    assert read.warnings == ((warning,) if warning else ())
    assert read.inputs.extras == (frozenset() if warning else {f"extras/{Path(file).parent}"})
