"""The hooks that `.pre-commit-hooks.yaml` offers, run by real pre-commit in a real commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
SHIPPED = ("platform.yaml", "platform.schema.json", "policies.yaml", "images", "base", "overlays", "clusters")


class Repository:
    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir()
        for name in SHIPPED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, top / name)
        hooks = [local(hook) for hook in HOOKS.values()]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (top / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        self.git("init", "--quiet")
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@example.com")
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "shipped")
        self.run(sys.executable, "-m", "pre_commit", "install")

    def git(self, *arguments: str) -> tuple[int, str]:
        return self.run("git", *arguments)

    def run(self, *command: str) -> tuple[int, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        around = {
            "PYTHONPATH": str(ROOT),
            "PRE_COMMIT_HOME": str(self.top.parent / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        ran = subprocess.run(command, cwd=self.top, env={**kept, **around}, capture_output=True, text=True)
        return ran.returncode, ran.stdout + ran.stderr


def local(hook: dict[str, Any]) -> dict[str, Any]:
    """The hook with this Python in place of a package to install."""
    command, _, rest = hook["entry"].partition(" ")
    assert command == "roadstead"
    return {**hook, "entry": f"{sys.executable} -m roadstead {rest}", "language": "system"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path.resolve() / "repository")


def outcomes(said: str) -> dict[str, str]:
    lines = [line.split("....", 1) for line in said.splitlines() if "...." in line]
    names = {hook["name"]: name for name, hook in HOOKS.items()}
    return {names[name]: rest.strip(".") for name, rest in lines}


def test_a_commit_that_changes_nothing_that_counts_passes(repository: Repository) -> None:
    (repository.top / "notes.txt").write_text("a\n", encoding="utf-8")
    repository.git("add", "notes.txt")
    code, said = repository.git("commit", "-m", "a")
    assert (code, outcomes(said)) == (0, {"roadstead-sync-check": "Passed", "roadstead-check": "Passed"})


def test_an_untracked_folder_does_not_let_a_commit_pass(repository: Repository) -> None:
    place = repository.top / "overlays/prod/frontend/kustomization.yaml"
    text = place.read_text(encoding="utf-8")
    assert "components:\n" in text
    place.write_text(text.replace("components:\n", "components:\n  - ../../../extras/fix\n"), encoding="utf-8")
    repository.git("add", "overlays")
    extras = repository.top / "extras/fix/kustomization.yaml"
    extras.parent.mkdir(parents=True)
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: ''\nlabels: []\n"
    extras.write_text(component, encoding="utf-8")
    assert repository.run(sys.executable, "-m", "roadstead", "check")[0] == 0
    code, said = repository.git("commit", "-m", "a")
    assert (code, outcomes(said)) == (1, {"roadstead-sync-check": "Failed", "roadstead-check": "Failed"})
    assert "could not check overlays/prod/frontend: does not build: " in said


def test_a_commit_that_only_deletes_is_judged(repository: Repository) -> None:
    repository.git("rm", "--quiet", "base/frontend/service.yaml")
    code, said = repository.git("commit", "-m", "a")
    assert (code, outcomes(said)) == (1, {"roadstead-sync-check": "Failed", "roadstead-check": "Failed"})
