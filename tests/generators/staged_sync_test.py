"""`sync --check --staged`: platform.yaml, pins, extras and the committed tree as they are in the index."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generators import sync
from generators.unchanged import RECORD

Git = Callable[..., None]
SCALE = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: HorizontalPodAutoscaler, name: frontend}
    patch: |-
      - {op: replace, path: /spec/minReplicas, value: 2}
"""


@pytest.fixture
def git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git in `repository`, in which everything is written, staged and committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(repository)

    def run(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.com")
        subprocess.run(("git", *identity, *arguments), cwd=repository, check=True, capture_output=True)

    run("init", "--quiet")
    assert sync.main(["--quiet"]) == 0
    run("add", "--all")
    run("commit", "--quiet", "-m", "all")
    return run


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_proven_is_recognised_and_what_is_not_is_proven(
    repository: Path, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert sync.main(["--check", "--staged"]) == 0
    assert capsys.readouterr().out.startswith("nothing to do: the same inputs, tree and tools as when it was proven: ")
    (repository / RECORD).unlink()
    assert sync.main(["--check", "--staged"]) == 0
    assert capsys.readouterr().out.startswith("nothing to do: 24 folders built by kustomize")


def test_drift_is_that_of_the_index(repository: Path, git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    replace(repository / "platform.yaml", "between: [1, 2]", "between: [1, 4]")
    assert sync.main(["--check", "--staged", "--quiet"]) == 0
    git("add", "platform.yaml")
    capsys.readouterr()
    assert sync.main(["--check", "--staged"]) == 1
    assert capsys.readouterr().out.startswith("would change dev: 2 changed (frontend, namespace)\ndrift")
    assert sync.main(["--quiet"]) == 0
    assert sync.main(["--check", "--staged", "--quiet"]) == 1
    git("add", "overlays")
    assert sync.main(["--check", "--staged", "--quiet"]) == 0


def test_an_untracked_extras_cannot_make_a_commit_pass_that_fails_elsewhere(
    repository: Path, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(repository / "platform.yaml", "target: 60%, between: [2, 6]", "target: 60%, between: [1, 6]")
    scale = repository / "extras/all/frontend/kustomization.yaml"
    scale.parent.mkdir(parents=True)
    scale.write_text(SCALE, encoding="utf-8")
    assert sync.main(["--quiet"]) == 0
    git("add", "platform.yaml", "base", "overlays", "clusters")
    assert sync.main(["--check", "--quiet"]) == 0
    capsys.readouterr()
    assert sync.main(["--check", "--staged", "--quiet"]) == 1
    assert capsys.readouterr().err.count("[scaling/replica-minimum]\n  from platform.yaml:") == 2
    git("add", "extras")
    assert sync.main(["--check", "--staged", "--quiet"]) == 0


def test_an_edit_that_is_staged_is_found_and_one_that_is_not_is_not(
    repository: Path, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "base/frontend/service.yaml").unlink()
    assert sync.main(["--check", "--staged", "--quiet"]) == 0
    git("add", "--all")
    assert sync.main(["--check", "--staged", "--quiet"]) == 1


@pytest.mark.parametrize("mode", [(), ("--environment", "prod")], ids=["plain", "one environment"])
def test_sync_never_writes_the_index(mode: tuple[str, ...], git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert sync.main(["--staged", *mode]) == 2
    said = "--staged: add --check or --diff: sync writes files of the work tree, never the index\n"
    assert capsys.readouterr() == ("", said)


def test_a_platform_that_is_not_staged_is_exit_2(
    git: Git, capsys: pytest.CaptureFixture[str], repository: Path
) -> None:
    git("rm", "--cached", "--quiet", "platform.yaml")
    assert (repository / "platform.yaml").is_file()
    capsys.readouterr()
    assert sync.main(["--check", "--staged"]) == 2
    said = "platform.yaml: is not staged; git add it, in the folder in which this runs\n"
    assert capsys.readouterr() == ("", said)


def test_without_a_git_repository_it_is_exit_2(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    monkeypatch.chdir(repository)
    assert sync.main(["--check", "--staged"]) == 2
    said = "--staged: fatal: not a git repository (or any of the parent directories): .git; run it in a Git work tree, "
    assert capsys.readouterr() == ("", f"{said}or without --staged\n")
