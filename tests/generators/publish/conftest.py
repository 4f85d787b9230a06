"""Real repositories of Git in temporary folders, with nothing of the machine's own settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generators import sync

ROOT = Path(__file__).parents[3]
IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")


@dataclass(frozen=True)
class Clone:
    """A work tree; `root` is the platform's folder in it."""

    top: Path
    root: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def git(self, *arguments: str, at: Path | None = None) -> str:
        done = subprocess.run(("git", *arguments), cwd=at or self.top, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sync(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of `sync ARGUMENTS`."""
        self.monkeypatch.chdir(self.root)
        self.capsys.readouterr()
        code = sync.main(arguments)
        out, err = self.capsys.readouterr()
        return code, out, err

    def state(self) -> tuple[str, str, str]:
        """What must not change where nothing is committed: HEAD, the index, the staged and unstaged differences."""
        return (
            self.git("log", "--all", "--format=%H"),
            self.git("ls-files", "--stage"),
            self.git("status", "--porcelain=v2", "--untracked-files=no"),
        )

    def committed(self) -> list[str]:
        """The paths of the last commit, with Git's letters."""
        return self.git("-c", "core.quotePath=false", "show", "--no-renames", "--name-status", "--format=").splitlines()

    def hook(self, name: str, text: str, at: Path | None = None) -> None:
        folder = Path(self.git("rev-parse", "--git-path", "hooks", at=at).strip())
        path = (at or self.top) / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def widen(self, most: int = 3) -> None:
        """A change of platform.yaml that changes dev alone."""
        path = self.root / "platform.yaml"
        old = "frontend: {scale: {between: [1, 2]}}"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, f"frontend: {{scale: {{between: [1, {most}]}}}}"), encoding="utf-8")


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Git's own settings: an identity, no signing, the branch main."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "gitconfig"
    path.write_text(
        "[user]\nname = Ada\nemail = ada@example.com\nuseConfigOnly = true\n"
        '[commit]\ngpgSign = false\n[init]\ndefaultBranch = main\n[protocol "file"]\nallow = always\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return path


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped platform after a sync, with the record of its proof, in no repository yet."""
    root = tmp_path_factory.mktemp("synced")
    for name in ("platform.yaml", "policies.yaml"):
        shutil.copyfile(ROOT / name, root / name)
    shutil.copytree(ROOT / "images/pins", root / "images/pins")
    before = Path.cwd()
    os.chdir(root)
    try:
        assert sync.main(["--quiet"]) == 0
    finally:
        os.chdir(before)
    return root


@pytest.fixture
def make_clone(
    synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Clone]:
    def make(name: str = "work", below: str = "") -> Clone:
        top = tmp_path / name
        root = top / below
        shutil.copytree(synced, root)
        clone = Clone(top, root, monkeypatch, capsys)
        clone.git("init", "--quiet")
        clone.git("add", "--all")
        clone.git("commit", "--quiet", "-m", "Begin")
        return clone

    return make


@pytest.fixture
def clone(make_clone: Callable[..., Clone]) -> Clone:
    """The shipped platform, synced and committed on main."""
    return make_clone()


@pytest.fixture
def remote(clone: Clone, tmp_path: Path) -> Path:
    """A bare repository, `origin` of the clone, that has its main."""
    path = tmp_path / "remote.git"
    clone.git("init", "--quiet", "--bare", str(path))
    clone.git("remote", "add", "origin", str(path))
    clone.git("push", "--quiet", "--set-upstream", "origin", "main")
    return path
