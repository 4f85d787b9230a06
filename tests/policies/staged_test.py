"""`check --staged` as Git's own hook runs it: real repositories, real commits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: backend:1.0
          resources:
            requests: {cpu: 100m, memory: 1Gi}
            limits: {memory: 1Gi}
"""
ONE = DEPLOYMENT.replace("replicas: 2", "replicas: 1")
POLICIES = "rules: {scaling/replica-minimum: {min: 2}}\n"
FILES = {
    "policies.yaml": POLICIES,
    "base/kustomization.yaml": "resources: [deployment.yaml]\n",
    "base/deployment.yaml": DEPLOYMENT,
    "overlays/prod/kustomization.yaml": "namespace: shop-prod\nresources: [../../base]\n",
}
WITH_EXTRAS = {
    **FILES,
    "base/deployment.yaml": ONE,
    "overlays/prod/kustomization.yaml": "resources: [../../base]\ncomponents: [../../extras/scale]\n",
}
EXTRAS = {
    "extras/scale/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    "replicas: [{name: backend, count: 2}]\n",
}
FINDING = (
    "base/deployment.yaml:5:3: error: Deployment/backend (prod): replicas is 1, at least 2 are demanded. "
    "Set minReplicas of the autoscaler, or spec.replicas where there is none, to at least the minimum. "
    "[scaling/replica-minimum]\n"
)


class Repository:
    """A Git repository whose hook checks what is staged."""

    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir()
        assert self.git("init", "--quiet", "--initial-branch=main") == (0, "")
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@example.com")

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            (self.top / path).parent.mkdir(parents=True, exist_ok=True)
            (self.top / path).write_text(text, encoding="utf-8")

    def commit(self, files: Mapping[str, str]) -> None:
        self.write(files)
        self.git("add", "--all")
        assert self.git("commit", "--quiet", "--no-verify", "-m", "files")[0] == 0

    def hook(self, folder: str = ".") -> None:
        place = self.top / ".git/hooks/pre-commit"
        place.parent.mkdir(exist_ok=True)
        command = f"'{sys.executable}' -m policies.check --staged --quiet"
        place.write_text(f"#!/bin/sh\ncd '{folder}' && PYTHONPATH='{ROOT}' exec {command} >&2\n", encoding="utf-8")
        place.chmod(0o755)

    def git(self, *arguments: str, at: Path | None = None) -> tuple[int, str]:
        """Exit code, and what stands on standard error."""
        return self.run("git", *arguments, at=at)

    def check(self, *arguments: str, at: Path | None = None) -> tuple[int, str]:
        """Exit code, and what stands on both outputs."""
        return self.run(sys.executable, "-m", "policies.check", "--quiet", *arguments, at=at)

    def run(self, *command: str, at: Path | None = None) -> tuple[int, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        around = {"PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        ran = subprocess.run(command, cwd=at or self.top, env={**kept, **around}, capture_output=True, text=True)
        return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path.resolve() / "repository")


def test_an_untracked_extras_cannot_make_a_commit_pass_that_fails_elsewhere(repository: Repository) -> None:
    repository.write(WITH_EXTRAS)
    repository.git("add", "--all")
    repository.write(EXTRAS)
    repository.hook()
    assert repository.check() == (0, "")
    code, said = repository.git("commit", "-m", "a")
    assert (code, said.split("\n")[0].split(": ")[:3]) == (
        1,
        ["could not check overlays/prod", "does not build", "accumulating components"],
    )
    repository.git("add", "extras")
    assert repository.git("commit", "--quiet", "-m", "a") == (0, "")


def test_an_unstaged_change_of_extras_cannot_either(repository: Repository) -> None:
    repository.commit({**WITH_EXTRAS, **{path: text.replace("2}", "1}") for path, text in EXTRAS.items()}})
    repository.hook()
    repository.write({**EXTRAS, "base/deployment.yaml": f"{ONE}# staged\n"})
    repository.git("add", "base")
    assert repository.check() == (0, "")
    code, said = repository.git("commit", "-m", "a")
    assert (code, said) == (1, FINDING.replace("base/deployment.yaml:5:3", "extras/scale/kustomization.yaml:3:28"))


def test_policies_yaml_is_the_staged_one(repository: Repository) -> None:
    repository.commit({**FILES, "base/deployment.yaml": ONE})
    repository.write({"policies.yaml": POLICIES.replace("min: 2", "min: 1")})
    assert repository.check() == (0, "")
    assert repository.check("--staged", ".") == (1, FINDING)
    assert repository.check("--staged", "--config", "policies.yaml", ".") == (1, FINDING)
    repository.git("add", "policies.yaml")
    assert repository.check("--staged") == (0, "")


def test_lines_are_those_of_the_index(repository: Repository) -> None:
    repository.commit({**FILES, "base/deployment.yaml": ONE})
    repository.write({"base/deployment.yaml": f"# one\n# two\n{ONE}"})
    assert repository.check("--staged", ".") == (1, FINDING)
    assert repository.check() == (1, FINDING.replace(":5:3", ":7:3"))


@pytest.mark.parametrize(
    "arguments", [("-a",), ("base/deployment.yaml",), ("--include", "base/deployment.yaml")], ids=" ".join
)
def test_the_index_is_the_one_that_git_commits(arguments: tuple[str, ...], repository: Repository) -> None:
    """`git commit -a` and `git commit FILE` commit an index of their own, named by GIT_INDEX_FILE."""
    repository.commit(FILES)
    repository.hook()
    repository.write({"base/deployment.yaml": ONE})
    assert repository.check("--staged") == (0, "")
    assert repository.git("commit", "-m", "a", *arguments) == (1, FINDING)
    repository.write({"base/deployment.yaml": f"{DEPLOYMENT}# fine\n"})
    assert repository.git("commit", "--quiet", "-m", "a", *arguments) == (0, "")


def test_commit_of_one_file_leaves_what_else_is_staged_out(repository: Repository) -> None:
    repository.commit({**FILES, "a.txt": "a\n"})
    repository.hook()
    repository.write({"base/deployment.yaml": ONE, "a.txt": "b\n"})
    repository.git("add", "base")
    assert repository.git("commit", "--quiet", "-m", "a", "a.txt") == (0, "")
    assert repository.git("commit", "-m", "b") == (1, FINDING)


def test_a_linked_work_tree_has_its_own_index_and_folder(repository: Repository, tmp_path: Path) -> None:
    repository.commit(FILES)
    repository.hook()
    linked = tmp_path / "linked"
    repository.git("worktree", "add", "--quiet", str(linked))
    (linked / "base/deployment.yaml").write_text(ONE, encoding="utf-8")
    assert repository.git("commit", "-a", "-m", "a", at=linked) == (1, FINDING)
    assert (repository.top / ".git/worktrees/linked/roadstead-staged/tree/base/deployment.yaml").is_file()
    assert repository.git("commit", "--quiet", "--allow-empty", "-m", "a") == (0, "")


@pytest.mark.parametrize("linked", [False, True], ids=["in the main work tree", "in a linked work tree"])
def test_the_root_may_be_a_folder_of_the_git_repository(linked: bool, repository: Repository, tmp_path: Path) -> None:
    """Where GIT_DIR is set, as in a hook of a linked work tree, Git itself takes the current folder for the top."""
    repository.commit({f"platform/{path}": text for path, text in FILES.items()} | {"other.yaml": ONE})
    repository.hook("platform")
    top = tmp_path / "linked" if linked else repository.top
    if linked:
        repository.git("worktree", "add", "--quiet", str(top))
    (top / "platform/base/deployment.yaml").write_text(ONE, encoding="utf-8")
    assert repository.git("commit", "-a", "-m", "a", at=top) == (1, FINDING)
    assert repository.check("--staged", at=top / "platform") == (0, "")
    assert repository.check("--staged", "platform", at=top) == (0, "")
    assert repository.check("--staged", str(top / "platform/overlays/prod"), at=top) == (0, "")


def test_a_base_above_the_root_is_staged_too(repository: Repository) -> None:
    repository.commit(
        {
            "platform/policies.yaml": POLICIES,
            "platform/overlays/prod/kustomization.yaml": "resources: [../../../base]\n",
            "base/kustomization.yaml": "resources: [deployment.yaml]\n",
            "base/deployment.yaml": DEPLOYMENT,
        }
    )
    assert repository.check("--staged", at=repository.top / "platform") == (0, "")


def test_a_path_that_is_not_staged_is_exit_2(repository: Repository) -> None:
    repository.commit(FILES)
    repository.write({"new/deployment.yaml": ONE})
    assert repository.check("--staged", "new") == (
        2,
        "new: nothing is staged there that could be judged; git add it, or leave it away\n",
    )


def test_a_config_is_the_staged_one_or_lies_outside(repository: Repository, tmp_path: Path) -> None:
    repository.commit({**FILES, "base/deployment.yaml": ONE})
    repository.write({"other.yaml": "profile: essential\n"})
    said = "other.yaml: is not staged; git add it, or name another policies.yaml\n"
    assert repository.check("--staged", "--config", "other.yaml") == (2, said)
    outside = tmp_path / "outside.yaml"
    outside.write_text("profile: essential\n", encoding="utf-8")
    assert repository.check("--staged", "--config", str(outside)) == (0, "")
    outside.unlink()
    said = f"{outside.resolve()}: no such file: name a policies.yaml\n"
    assert repository.check("--staged", "--config", str(outside)) == (2, said)


THREE = {
    **FILES,
    **{f"overlays/{name}/kustomization.yaml": "resources: [../../base]\n" for name in ("dev", "staging")},
    "overlays/prod/kustomization.yaml": "resources: [../../base]\ncomponents: [../../extras/scale]\n",
    **EXTRAS,
}


def say(repository: Repository, *arguments: str) -> tuple[int, list[str]]:
    """Exit code, and every line but the last, which counts."""
    code, said = repository.run(sys.executable, "-m", "policies.check", "--staged", *arguments)
    return code, [line for line in said.splitlines() if " rules, " not in line]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            {"overlays/prod/kustomization.yaml": "resources: [../../base]\n"},
            "judged prod: 1 of 3 environments; nothing staged reaches dev, staging, and environments are not compared",
            id="an overlay",
        ),
        pytest.param(
            {"extras/scale/kustomization.yaml": EXTRAS["extras/scale/kustomization.yaml"].replace("2}", "3}")},
            "judged prod: 1 of 3 environments; nothing staged reaches dev, staging, and environments are not compared",
            id="a component of one overlay",
        ),
        pytest.param(
            {"base/deployment.yaml": f"{DEPLOYMENT}# more\n"},
            "judged dev, prod, staging: all that there is",
            id="a base of all",
        ),
        pytest.param(
            {"README.md": "text\n"},
            "nothing judged: nothing staged reaches dev, prod, staging",
            id="what nothing reads",
        ),
    ],
)
def test_only_what_staged_files_reach_is_judged(files: Mapping[str, str], said: str, repository: Repository) -> None:
    repository.commit(THREE)
    repository.write(files)
    repository.git("add", "--all")
    assert say(repository) == (0, [said])


def test_where_nothing_is_judged_the_profile_is_told_all_the_same(repository: Repository) -> None:
    repository.commit({path: text for path, text in THREE.items() if path != "policies.yaml"})
    code, said = repository.run(sys.executable, "-m", "policies.check", "--staged")
    assert (code, said.count("profile essential"), said.count("nothing judged")) == (0, 1, 1)


def test_a_fault_elsewhere_stops_no_commit_that_does_not_reach_it(repository: Repository) -> None:
    repository.commit({**THREE, "overlays/dev/kustomization.yaml": "resources: [missing.yaml]\n"})
    repository.hook()
    repository.write({"overlays/prod/kustomization.yaml": f"{THREE['overlays/prod/kustomization.yaml']}# more\n"})
    assert repository.git("commit", "--quiet", "-a", "-m", "a") == (0, "")
    repository.write({"overlays/dev/kustomization.yaml": "resources: [missing.yaml] # more\n"})
    assert repository.git("commit", "-a", "-m", "a")[0] == 1


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(lambda repository: repository.write({"policies.yaml": f"{POLICIES}# more\n"}), id="policies.yaml"),
        pytest.param(lambda repository: repository.write({".sourceignore": "*.txt\n"}), id=".sourceignore"),
    ],
)
def test_what_decides_for_all_reaches_all(stage: Callable[[Repository], None], repository: Repository) -> None:
    repository.commit({**THREE, "overlays/dev/kustomization.yaml": "resources: [missing.yaml]\n"})
    stage(repository)
    repository.git("add", "--all")
    assert repository.check("--staged")[0] == 2


def test_a_changed_link_reaches_all(repository: Repository) -> None:
    repository.commit({**THREE, "overlays/dev/kustomization.yaml": "resources: [missing.yaml]\n"})
    (repository.top / "link").symlink_to("base")
    repository.git("add", "--all")
    assert repository.check("--staged")[0] == 2
    repository.git("commit", "--no-verify", "-m", "a")
    repository.git("rm", "link")
    assert repository.check("--staged")[0] == 2


def test_before_the_first_commit_all_is_judged(repository: Repository) -> None:
    repository.write({**THREE, "base/deployment.yaml": ONE})
    repository.git("add", "--all")
    code, said = repository.check("--staged")
    assert (code, said.count("replicas is 1")) == (1, 2)


def test_a_path_is_judged_whatever_is_staged(repository: Repository) -> None:
    repository.commit({**FILES, "base/deployment.yaml": ONE})
    assert repository.check("--staged") == (0, "")
    assert repository.check("--staged", "overlays/prod") == (1, FINDING)


def test_the_root_may_lie_below_what_changed(repository: Repository) -> None:
    repository.commit(
        {
            "platform/policies.yaml": POLICIES,
            "platform/overlays/prod/kustomization.yaml": "namespace: shop-prod\nresources: [../../../base]\n",
            "base/kustomization.yaml": "resources: [deployment.yaml]\n",
            "base/deployment.yaml": DEPLOYMENT,
        }
    )
    repository.write({"base/deployment.yaml": ONE})
    repository.git("add", "--all")
    code, said = repository.check("--staged", at=repository.top / "platform")
    assert (code, "replicas is 1" in said) == (1, True)


def test_without_a_git_repository_it_is_exit_2(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "policies.check", "--staged"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)},
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        2,
        "",
        "--staged: fatal: not a git repository (or any of the parent directories): .git; run it in a Git work tree, "
        "or without --staged\n",
    )


def test_a_submodule_is_said(repository: Repository) -> None:
    repository.commit(FILES)
    own = repository.run("git", "rev-parse", "HEAD")[1].strip()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{own},vendor/lib")
    said = "note: vendor/lib: a submodule: its files are not in this index, so they are left out\n"
    assert repository.check("--staged") == (0, said)
