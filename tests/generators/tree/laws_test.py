"""Laws of the whole tree, for the shipped platform: what the files say, before any build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generators.repository import read_repository
from manifests.reader import read_documents, to_plain

ROOT = Path(__file__).parents[3]
TREE = read_repository(ROOT).tree()
FILES = sorted(TREE.files)


def said(path: str) -> Any:
    [document] = read_documents(TREE.files[path].text, path)
    return to_plain(document.root)


def patches(path: str) -> list[tuple[dict[str, str], list[dict[str, Any]]]]:
    """The JSON6902 patches of a settings Component: (target, operations)."""
    found = []
    for patch in said(path).get("patches", []):
        [document] = read_documents(patch["patch"], path)
        found.append((patch["target"], to_plain(document.root)))
    return found


SETTINGS = [path for path in FILES if path.endswith("/settings/kustomization.yaml")]


def test_there_are_settings_to_judge() -> None:
    assert len(SETTINGS) > 10


def test_a_scaled_workload_has_no_replicas_in_its_base() -> None:
    scaled = {said(path)["spec"]["scaleTargetRef"]["name"] for path in FILES if "/horizontal-pod-autoscaler" in path}
    assert scaled == {"backend", "frontend", "model"}
    assert [name for name in scaled if "replicas" in said(f"base/{name}/deployment.yaml")["spec"]] == []


@pytest.mark.parametrize("path", SETTINGS)
def test_no_settings_set_replicas(path: str) -> None:
    assert "replicas" not in said(path)
    assert [
        operation for _, operations in patches(path) for operation in operations if "/replicas" in operation["path"]
    ] == []


@pytest.mark.parametrize("path", SETTINGS)
def test_every_path_through_a_list_index_is_guarded(path: str) -> None:
    for _, operations in patches(path):
        guards = {operation["path"] for operation in operations if operation["op"] == "test"}
        for operation in operations:
            tokens = operation["path"].split("/")
            for depth, token in enumerate(tokens[:-1]):
                if token.isdecimal():
                    assert "/".join([*tokens[: depth + 1], "name"]) in guards


@pytest.mark.parametrize("path", [path for path in FILES if path.startswith("overlays/")])
def test_an_overlay_has_no_patches_of_its_own(path: str) -> None:
    body = said(path)
    if body["kind"] == "Kustomization":
        assert body.keys() <= {"apiVersion", "kind", "resources", "namespace", "images", "components"}


def test_there_is_no_secret_in_the_tree() -> None:
    assert [path for path in FILES if said(path).get("kind") == "Secret" or "secretGenerator" in said(path)] == []


def test_nothing_is_generated_directly_in_a_cluster_folder() -> None:
    assert [path for path in FILES if path.startswith("clusters/") and path.split("/")[2] != "platform"] == []


def test_every_folder_that_flux_builds_has_one_kustomization() -> None:
    assert sorted(folder.directory for folder in TREE.folders) == sorted(
        path.rpartition("/")[0]
        for path in FILES
        if path.endswith("/kustomization.yaml") and not path.startswith("base/") and "/settings/" not in path
    )


def test_every_flux_kustomization_says_whom_it_acts_as() -> None:
    bodies = [said(path) for path in FILES if path.startswith("clusters/") and "/platform/" in path]
    accounts = {
        body["metadata"]["name"]: body["spec"].get("serviceAccountName")
        for body in bodies
        if body.get("apiVersion", "").startswith("kustomize.toolkit.fluxcd.io/")
    }
    assert len(accounts) == 21
    assert {name: account for name, account in accounts.items() if not name.endswith("-namespace")} == {
        name: f"{'-'.join(name.split('-')[:3])}-deployer" for name in accounts if not name.endswith("-namespace")
    }
    assert {account for name, account in accounts.items() if name.endswith("-namespace")} == {"kustomize-controller"}
